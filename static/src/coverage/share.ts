import { headline } from './figures.ts';
import { curveAt } from './curve-data.ts';
import type { App } from '../app.ts';
import type { Coverage } from '../api/types.ts';
import { h } from '../dom.ts';
import { decimal, distance, people, percent, tenth } from '../format.ts';
import { word } from '../i18n/index.ts';
import { horizons } from '../state.ts';

/** The share, large; the gauge; people and jobs each for itself. */
export function shareSection(app: App, answer: Coverage): HTMLElement {
  const t = app.t();
  const { lang } = app.state.get();
  const radius = app.data.get().coverage.asked?.radius ?? app.state.get().radius;
  const figure = headline(answer);
  if (!figure || figure.share === null || figure.total === 0) return h('p', { class: 'pad', role: 'status' }, t('coverage.zero'));
  const { share } = figure;
  const words = answer.combined ? 'coverage.share.both' : answer.results[0]?.kind === 'jobs' ? 'coverage.share.jobs' : 'coverage.share.label';
  return h('section', { class: 'result', 'data-share': share, 'data-target': answer.target.value ?? '' },
    h('p', { class: 'muted' }, t(words, { radius: distance(radius, lang) })),
    h('div', { class: 'headline' },
      h('p', { class: 'big', title: `${share} %` }, decimal(share, 1, lang), h('span', {}, '\u202f%')),
      h('div', { class: 'totals' },
        h('span', { title: String(figure.covered) }, t('coverage.covered', { covered: people(figure.covered, lang) })),
        h('span', { title: String(figure.total) }, t(answer.combined ? 'coverage.total.both' : 'coverage.total', { total: people(figure.total, lang) })))),
    gauge(app, answer, share),
    verdict(app, answer, share),
    answer.results.length > 1 && h('ul', { class: 'each' }, ...answer.results.map((r) => h('li', { title: `${r.covered} / ${r.total}` },
      h('span', {}, word(t, 'demand', r.kind ?? r.demand)), ' ', h('b', {}, r.share === null ? '–' : percent(r.share, lang)), ' · ', people(r.covered, lang)))));
}

interface Piece { readonly name: string; readonly from: number; readonly to: number; readonly label: string; readonly tone: string }

/** The share in its pieces: what is there now, what each horizon adds, what the edits change. */
function pieces(app: App, answer: Coverage, share: number): Piece[] {
  const t = app.t();
  const { lang } = app.state.get();
  const asked = app.data.get().coverage.asked;
  const base = answer.what_if ? (headline(answer.what_if.base)?.share ?? share) : share;
  const upTo = horizons.slice(0, horizons.indexOf(asked?.horizon ?? '2030') + 1);
  const known = upTo.map((horizon) => (horizon === asked?.horizon ? base : curveAt(app, horizon, asked?.radius ?? 500)));
  const out: Piece[] = [];
  let last = 0;
  upTo.forEach((horizon, i) => {
    const value = known[i];
    if (value == null) return;
    const gain = tenth(tenth(value) - tenth(last));
    out.push({ name: horizon, from: last, to: value, tone: `at-${horizon}`, label: `${t(`horizon.short.${horizon}`)} ${last ? `${gain < 0 ? '−' : '+'}${decimal(Math.abs(gain), 1, lang)}` : decimal(value, 1, lang)}` });
    last = value;
  });
  if (answer.what_if) {
    const gain = tenth(tenth(share) - tenth(base));
    out.push({ name: 'whatif', from: Math.min(base, share), to: Math.max(base, share), tone: gain < 0 ? 'lost' : 'whatif', label: `${t('whatif.short')} ${gain < 0 ? '−' : '+'}${decimal(Math.abs(gain), 1, lang)}` });
  }
  return out;
}

/** 0 to max(45, 1.2 × share) percent; target as tick, band as whisker. */
function gauge(app: App, answer: Coverage, share: number): HTMLElement {
  const t = app.t();
  const { lang } = app.state.get();
  const { target } = answer;
  const band = answer.combined ? null : answer.results[0]?.band;
  const end = Math.max(45, 1.2 * share);
  const at = (value: number): string => `${Math.min(100, Math.max(0, (100 * value) / end)).toFixed(2)}%`;
  const parts = pieces(app, answer, share);
  return h('div', {},
    h('div', { class: 'gauge', role: 'img', 'aria-label': t('coverage.gauge', {
      share: percent(share, lang), low: percent(band?.low ?? share, lang), high: percent(band?.high ?? share, lang), target: target.value ?? '–' }) },
      ...parts.map((p) => h('span', { class: `fill ${p.tone}`, 'data-piece': p.name, style: `left:${at(p.from)};width:calc(${at(p.to)} - ${at(p.from)})` })),
      band && h('span', { class: 'whisker', style: `left:${at(band.low)};width:calc(${at(band.high)} - ${at(band.low)})` }),
      target.value !== null && h('span', { class: 'tick', style: `left:${at(target.value)}` }),
      target.value !== null && h('span', { class: 'tick-name', style: `left:${at(target.value)}` }, targetText(app, answer))),
    h('p', { class: 'legend', 'aria-hidden': parts.length > 1 ? null : 'true' }, ...parts.map((p) => h('span', { 'data-piece-label': p.name }, h('i', { class: p.tone, 'aria-hidden': 'true' }), p.label))),
    band && h('p', { class: 'muted small' }, t('coverage.band', { low: percent(band.low, lang), high: percent(band.high, lang) })));
}

/** Beside the target: by how much, in points and in people. An estimate never gets a bare tick. */
function verdict(app: App, answer: Coverage, share: number): HTMLElement | null {
  const t = app.t();
  const { lang } = app.state.get();
  const { target } = answer;
  if (target.value === null) return null;
  const points = tenth(tenth(share) - target.value);
  const total = headline(answer)?.total ?? 0;
  const away = Math.abs((target.value / 100) * total - (share / 100) * total);
  const alone = answer.combined === null;
  const key = points === 0 ? 'equal' : points < 0 ? 'below' : 'above';
  return h('p', { class: `verdict ${key}` }, h('span', { 'aria-hidden': 'true' }, key === 'below' ? '▽ ' : '△ '),
    t(alone ? `coverage.${key}` : `coverage.both.${key}`, {
      value: target.value, points: t('coverage.points', { value: decimal(Math.abs(points), 1, lang) }), amount: people(away, lang),
    }));
}

/** The indicator in the plan's own words, its number with the unit: 29 % 左右. */
function targetText(app: App, { target }: Coverage): string {
  const { lang } = app.state.get();
  const words = lang === 'zh' ? target.words.replace(/\d+(\.\d+)?/, `$&\u202f${target.unit} `) : `${target.value}\u202f${target.unit}`;
  return app.t()('coverage.target', { words: words.trim() });
}
