import { coverageSetup } from './coverage-setup.ts';
import { together } from './panel.ts';
import type { Panel } from './panel.ts';
import { nameOf } from '../app.ts';
import type { App } from '../app.ts';
import { coveragePath } from '../api/client.ts';
import type { Coverage, DemandResult, SiteShare } from '../api/types.ts';
import { h, replace } from '../dom.ts';
import { decimal, distance, people, percent, tenth } from '../format.ts';

const short = 6; // rows of a table before "list all"

/** Right: the answer. People only, an estimate; it never says that the indicator is met. */
export const coverageAnswer: Panel = (el, app) => {
  const whole = { towns: false, stations: false, warnings: false };
  const body = h('div');
  const setup = h('div', { class: 'answer-setup' }); // on a phone the question stands under the answer
  replace(el, body, setup);
  const draw = (): void => {
    const t = app.t();
    const { panel, feature } = app.state.get();
    const { coverage } = app.data.get();
    el.hidden = panel !== 'coverage' || feature !== null;
    if (el.hidden) return;
    el.setAttribute('aria-busy', String(coverage.busy));
    const scroll = el.scrollTop;
    replace(
      body,
      coverage.error && h('p', { class: 'pad bad', role: 'alert' }, t('coverage.failed', { reason: coverage.error })),
      !coverage.answer && !coverage.error && h('p', { class: 'muted pad' }, t('coverage.busy')),
      ...(coverage.answer ? answerCard(app, coverage.answer, whole, draw) : []),
    );
    el.scrollTop = scroll;
  };
  return together(
    coverageSetup(setup, app),
    app.state.select((s) => [s.panel, s.feature, s.lang] as const, draw),
    app.data.select((d) => [d.coverage] as const, draw),
  );
};

function answerCard(app: App, answer: Coverage, whole: { towns: boolean; stations: boolean; warnings: boolean }, redraw: () => void): (Node | null)[] {
  const t = app.t();
  const { lang, horizon, radius } = app.state.get();
  const people_ = answer.results[0];
  const warnings = [
    // Why this is not the indicator's value comes first; the warning of the same matter would repeat it.
    ...(answer.combined_reason ? [answer.combined_reason] : []),
    ...(answer.warnings ?? []).filter((w) => !answer.combined_reason || w.code !== 'people-only'),
  ].map((w) => (lang === 'en' ? w.en : w.zh));
  return [
    h('header', { class: 'card-head' }, h('div', { class: 'chips' },
      h('span', { class: 'chip' }, t(`horizon.${horizon}`)), h('span', { class: 'chip quiet' }, distance(radius, lang)))),
    h('section', { class: 'honesty' }, h('p', {}, h('span', { 'aria-hidden': 'true' }, '∑ '), warnings[0] ?? t('method.estimate')),
      warnings.length > 1 && h('details', { open: whole.warnings, onToggle: (event: Event) => (whole.warnings = (event.target as HTMLDetailsElement).open) },
        h('summary', {}, t('coverage.warnings', { count: warnings.length - 1 })), h('ul', {}, ...warnings.slice(1).map((w) => h('li', {}, w))))),
    people_ ? share(app, people_, answer) : null,
    h('dl', { class: 'facts' }, h('div', {}, h('dt', {}, t('coverage.area')),
      h('dd', {}, t('coverage.area.value', { covered: decimal(answer.area_km2.covered, 1, lang), total: decimal(answer.area_km2.total, 1, lang) })))),
    towns(app, answer, whole.towns, () => { whole.towns = !whole.towns; redraw(); }),
    stations(app, answer.sites, whole.stations, () => { whole.stations = !whole.stations; redraw(); }),
    h('details', { class: 'group' }, h('summary', {}, t('coverage.method')), h('pre', { tabindex: 0 }, JSON.stringify(answer.method, null, 2))),
    h('p', { class: 'actions pad' },
      h('a', { class: 'button', href: app.client.url(coveragePath(horizon, radius, 'json')), target: '_blank', rel: 'noopener' }, t('coverage.json')),
      h('a', { class: 'button', href: app.client.url(coveragePath(horizon, radius, 'geojson')), target: '_blank', rel: 'noopener' }, t('coverage.geojson')),
      h('small', { class: 'muted', title: answer.digest }, t('coverage.digest', { digest: answer.digest.replace(/^sha256:/, '').slice(0, 8) }))),
  ];
}

/** The share, large; the gauge with the band as whisker and the indicator's 29 as tick; the difference of the printed numbers. */
function share(app: App, result: DemandResult, answer: Coverage): HTMLElement {
  const t = app.t();
  const { lang, radius } = app.state.get();
  const { target } = answer;
  if (result.share === null || result.total === 0) return h('p', { class: 'pad' }, t('coverage.zero'));
  const band = result.band ?? { low: result.share, high: result.share };
  const points = target.value === null ? 0 : tenth(tenth(result.share) - target.value);
  const verdict = points === 0 ? 'coverage.equal' : points < 0 ? 'coverage.below' : 'coverage.above';
  const end = Math.max(45, 1.2 * result.share); // percent at the right end of the gauge
  const at = (value: number): string => `${Math.min(100, (100 * value) / end).toFixed(2)}%`;
  return h('section', { class: 'share', 'data-share': result.share, 'data-target': target.value ?? '' },
    h('p', { class: 'muted' }, t('coverage.share.label', { radius: distance(radius, lang) })),
    h('p', { class: 'big', title: `${result.share} %` }, decimal(result.share, 1, lang), h('span', {}, '\u202f%')),
    h('div', { class: 'totals' },
      h('span', { title: String(result.covered) }, t('coverage.covered', { covered: people(result.covered, lang) })),
      h('span', { title: String(result.total) }, t('coverage.total', { total: people(result.total, lang) }))),
    h('div', { class: 'gauge', role: 'img', 'aria-label': t('coverage.gauge', {
      share: percent(result.share, lang), low: percent(band.low, lang), high: percent(band.high, lang), target: target.value ?? '–' }) },
      h('span', { class: 'fill', style: `width:${at(result.share)}` }),
      h('span', { class: 'whisker', style: `left:${at(band.low)};width:calc(${at(band.high)} - ${at(band.low)})` }),
      target.value !== null && h('span', { class: 'tick', style: `left:${at(target.value)}` }),
      target.value !== null && h('span', { class: 'tick-name', style: `left:${at(target.value)}` }, targetText(app, answer))),
    h('p', { class: 'muted' }, t('coverage.band', { low: percent(band.low, lang), high: percent(band.high, lang) })),
    target.value !== null && h('p', { class: 'verdict' }, t(verdict, { value: target.value, points: t('coverage.points', { value: decimal(Math.abs(points), 1, lang) }) })));
}

/** The indicator in the plan's own words, its number with the unit: 29 % 左右. */
function targetText(app: App, { target }: Coverage): string {
  const { lang } = app.state.get();
  const words = lang === 'zh' ? target.words.replace(/\d+(\.\d+)?/, `$&\u202f${target.unit} `) : `${target.value}\u202f${target.unit}`;
  return app.t()('coverage.target', { words: words.trim() });
}

function towns(app: App, answer: Coverage, whole: boolean, toggle: () => void): HTMLElement {
  const t = app.t();
  const { lang } = app.state.get();
  const list = [...answer.by].sort((a, b) => b.covered - a.covered || (a.id < b.id ? -1 : 1));
  return h('section', { class: 'group' },
    h('table', {}, h('caption', {}, t('coverage.towns')),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('coverage.towns.name')), h('th', { scope: 'col', colspan: 2 }, t('coverage.towns.share')), h('th', { scope: 'col' }, t('coverage.towns.covered')))),
      h('tbody', {}, ...list.slice(0, whole ? undefined : short).map((town) =>
        h('tr', {}, h('th', { scope: 'row', ...(lang === 'en' && !town.name_en ? { lang: 'zh' } : {}) }, nameOf(town, lang)),
          h('td', { class: 'bar' }, h('span', { style: `width:${Math.min(100, town.share ?? 0).toFixed(1)}%` })),
          h('td', { class: 'number' }, town.share === null ? '–' : percent(town.share, lang)),
          h('td', { class: 'number', title: String(town.covered) }, people(town.covered, lang)))))),
    more(app, list.length, whole, 'towns', toggle));
}

function stations(app: App, sites: readonly SiteShare[], whole: boolean, toggle: () => void): HTMLElement {
  const t = app.t();
  const { lang } = app.state.get();
  const list = [...sites].sort((a, b) => b.exclusive + b.shared - (a.exclusive + a.shared) || (a.id < b.id ? -1 : 1));
  const top = Math.max(1, ...list.map((s) => s.exclusive + s.shared));
  return h('section', { class: 'group' },
    h('table', {}, h('caption', {}, t('coverage.stations'),
      h('span', { class: 'key' }, h('i', {}), t('coverage.stations.exclusive'), h('i', { class: 'shared' }), t('coverage.stations.shared'))),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('coverage.stations.name')), h('th', { scope: 'col', colspan: 2 }, t('coverage.stations.sum')))),
      h('tbody', {}, ...list.slice(0, whole ? undefined : short).map((site) =>
        h('tr', { class: `at-${site.horizon ?? 'now'}` },
          h('th', { scope: 'row' }, h('button', { type: 'button', class: 'link', 'data-key': `s:${site.id}`, onClick: () => app.open({ collection: 'rail-stations', id: site.id }) }, nameOf(site, lang))),
          h('td', { class: 'bar' }, h('span', { style: `width:${((100 * site.exclusive) / top).toFixed(1)}%` }), h('span', { class: 'shared', style: `width:${((100 * site.shared) / top).toFixed(1)}%` })),
          h('td', { class: 'number', title: `${site.exclusive} + ${site.shared}` }, people(site.exclusive + site.shared, lang)))))),
    more(app, list.length, whole, 'stations', toggle));
}

function more(app: App, count: number, whole: boolean, key: string, toggle: () => void): HTMLElement | null {
  const t = app.t();
  return count > short
    ? h('button', { type: 'button', class: 'link', 'data-key': `all:${key}`, onClick: toggle }, whole ? t('coverage.fewer', { count: short }) : t('coverage.all', { count }))
    : null;
}
