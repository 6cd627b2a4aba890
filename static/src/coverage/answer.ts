import { curl, coveragePath, hasAddress } from './ask.ts';
import { curveSection } from './curve.ts';
import { delta, headline, printedDifference } from './figures.ts';
import { shareSection } from './share.ts';
import { stationTable, townTable } from './tables.ts';
import type { TableState } from './tables.ts';
import { setupPanel } from './setup.ts';
import { csv, fileName, geojson, shortText } from './export.ts';
import type { Ask } from './studio.ts';
import { download } from '../save.ts';
import { nameOf } from '../app.ts';
import type { App } from '../app.ts';
import type { Coverage } from '../api/types.ts';
import { together } from '../panels/panel.ts';
import type { Panel } from '../panels/panel.ts';
import { h, replace } from '../dom.ts';
import { say } from '../say.ts';
import { decimal, distance } from '../format.ts';

/** How long a question may run before the page speaks of it, milliseconds. */
const patience = 1000;

/** Right: the answer. An estimate says so before its number. */
export const answerPanel: Panel = (el, app) => {
  const keep: TableState = { towns: { whole: false, sort: 'covered' }, stations: { whole: false, sort: 'sum' }, open: new Set() };
  const status = h('div');
  const body = h('div', { class: 'answer-body' });
  const curve = h('section', { class: 'group', 'data-part': 'curve', hidden: true });
  const tables = h('div', { class: 'answer-tables' });
  const setup = h('div', { class: 'answer-setup' }); // on a phone the question stands under the answer
  replace(el, status, body, curve, tables, setup);
  let slow: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    const t = app.t();
    const { coverage } = app.data.get();
    el.setAttribute('aria-busy', String(coverage.busy));
    clearTimeout(slow);
    if (coverage.failure) {
      const { text, field, retryAfter } = coverage.failure;
      replace(status, failureBox(app, text, field, retryAfter));
    } else if (coverage.busy) {
      if (!coverage.answer) replace(status, h('p', { class: 'muted pad' }, t('coverage.busy')));
      slow = setTimeout(() => replace(status, h('p', { class: 'pad', role: 'status' }, h('progress', { 'aria-label': t('coverage.busy') }), ' ', t('coverage.busy'), ' ',
        h('button', { type: 'button', class: 'link', 'data-key': 'coverage-cancel', onClick: () => dispatchEvent(new Event('layoutmap:cancel')) }, t('whatif.cancel')))), patience);
    } else replace(status);
  };
  const draw = (): void => {
    const { panel, feature } = app.state.get();
    const { answer } = app.data.get().coverage;
    el.hidden = panel !== 'coverage' || feature !== null;
    if (el.hidden || !answer) return;
    const scroll = el.scrollTop;
    replace(body, ...figures(app, answer, keep));
    replace(tables, ...details(app, answer, keep, draw));
    el.scrollTop = scroll;
    speak(app, answer);
  };
  return together(
    setupPanel(setup, app),
    curveSection(curve, app),
    app.state.select((s) => [s.panel, s.feature, s.lang, s.town] as const, draw),
    app.data.select((d) => [d.coverage.busy, d.coverage.failure] as const, tell),
    app.data.select((d) => [d.coverage.answer, d.studio.curve, d.studio.serving, d.items['rail-stations']] as const, draw),
  );
};

/** What went wrong, and the way on: a countdown where the server named one, else at once. */
function failureBox(app: App, text: string, field: string | null, retryAfter: number | null): HTMLElement {
  const t = app.t();
  const button = h('button', { type: 'button', class: 'chip-button', 'data-key': 'retry', onClick: () => dispatchEvent(new Event('layoutmap:retry')) }, t('card.retry'));
  let left = retryAfter ?? 0;
  const tick = (): void => {
    if (!button.isConnected && left !== retryAfter) return;
    button.textContent = left > 0 ? t('coverage.retryIn', { seconds: left }) : t('card.retry');
    if (left-- > 0) setTimeout(tick, 1000);
    else if (retryAfter) dispatchEvent(new Event('layoutmap:retry'));
  };
  if (retryAfter) tick();
  return h('div', { class: 'failure pad', role: 'alert', ...(field ? { 'data-field': field } : {}) }, h('p', { class: 'bad' }, t('coverage.failed', { reason: text })), button);
}

let spoken: ReturnType<typeof setTimeout> | undefined;
/** The result, spoken once it rests. */
function speak(app: App, answer: Coverage): void {
  clearTimeout(spoken);
  spoken = setTimeout(() => {
    const figure = headline(answer);
    const { lang, horizon, radius } = app.state.get();
    if (!figure || figure.share === null) return;
    const change = answer.what_if ? printedDifference(figure.share, headline(answer.what_if.base)?.share ?? null) : null;
    const t = app.t();
    say(app, t('coverage.spoken', { horizon: t(`horizon.${horizon}`), radius: distance(radius, lang), share: decimal(figure.share, 1, lang) })
      + (change === null ? '' : t('coverage.spoken.change', { points: `${change > 0 ? '+' : ''}${decimal(change, 1, lang)}` })));
  }, 700);
}

function figures(app: App, answer: Coverage, keep: TableState): (Node | null)[] {
  const t = app.t();
  const { lang } = app.state.get();
  const asked = app.data.get().coverage.asked ?? { ...app.state.get(), ms: 0 };
  const figure = headline(answer);
  const base = answer.what_if ? headline(answer.what_if.base) : null;
  const { area } = answer;
  return [
    h('h2', { class: 'visually-hidden' }, t('coverage.answer')),
    h('header', { class: 'card-head' }, h('div', { class: 'chips' },
      h('span', { class: 'chip' }, t(`horizon.${asked.horizon}`), answer.what_if ? ` + ${t('whatif.title')}` : ''),
      h('span', { class: 'chip quiet' }, distance(asked.radius, lang), ' ', t(`coverage.way.${asked.question.rule}`)),
      area.id !== 'district' && h('span', { class: 'chip quiet' }, nameOf(area, lang)),
      figure && base && answer.what_if && delta(app, printedDifference(figure.share, base.share), answer.what_if.difference.share))),
    honesty(app, answer, keep),
    shareSection(app, answer),
  ];
}

/** What stands under the curve: area, townships, stations, the method, the way to the data. */
function details(app: App, answer: Coverage, keep: TableState, redraw: () => void): (Node | null)[] {
  const t = app.t();
  const { lang } = app.state.get();
  const asked = app.data.get().coverage.asked ?? { ...app.state.get(), ms: 0 };
  return [
    answer.area_km2.covered === null ? null : h('dl', { class: 'facts' }, h('div', {}, h('dt', {}, t('coverage.area')),
      h('dd', {}, t('coverage.area.value', { covered: decimal(answer.area_km2.covered, 1, lang), total: decimal(answer.area_km2.total, 1, lang) })))),
    townTable(app, answer, keep, redraw),
    stationTable(app, answer, keep, redraw),
    methodSection(app, answer, keep),
    exports(app, answer, asked),
    h('p', { class: 'actions pad foot' },
      hasAddress(asked) && h('a', { href: app.client.url(coveragePath(asked, 'json')), target: '_blank', rel: 'noopener' }, t('coverage.json')),
      h('small', { class: 'muted', title: answer.digest }, t('coverage.digest', { digest: answer.digest.replace(/^sha256:/, '').slice(0, 8) }), ` · ${t('coverage.ms', { ms: Math.max(1, Math.round(asked.ms)) })}`)),
  ];
}

/** Why this is not the indicator's value comes first; the warning of the same matter would repeat it. */
function honesty(app: App, answer: Coverage, keep: TableState): HTMLElement {
  const t = app.t();
  const { lang } = app.state.get();
  const all = [...(answer.combined_reason ? [answer.combined_reason] : []), ...(answer.warnings ?? []).filter((w) => !answer.combined_reason || w.code !== 'people-only')];
  const words = all.map((w) => (lang === 'en' ? w.en : w.zh));
  return h('section', { class: 'honesty' }, h('p', {}, h('span', { 'aria-hidden': 'true' }, '∑ '), words[0] ?? t('method.estimate')),
    words.length > 1 && kept(keep, 'honesty', t('coverage.warnings', { count: words.length - 1 }), h('ul', {}, ...words.slice(1).map((w) => h('li', {}, w)))));
}

/** A disclosure that stays as the reader left it. */
function kept(keep: TableState, key: string, summary: string, ...content: Node[]): HTMLElement {
  return h('details', {
    open: keep.open.has(key), 'data-open': key,
    onToggle: (event: Event) => void ((event.target as HTMLDetailsElement).open ? keep.open.add(key) : keep.open.delete(key)),
  }, h('summary', { 'data-key': `open:${key}` }, summary), ...content);
}

/** How the number came about, in the server's own words, and the request to get it again. */
function methodSection(app: App, answer: Coverage, keep: TableState): HTMLElement {
  const t = app.t();
  const asked = app.data.get().coverage.asked;
  const value = (v: unknown): Node | string => {
    if (Array.isArray(v)) return v.every((x) => typeof x !== 'object') ? h('ul', {}, ...v.map((x) => h('li', {}, String(x)))) : h('div', {}, ...v.map((x) => h('div', { class: 'nested' }, value(x))));
    if (v && typeof v === 'object') return block(v as Record<string, unknown>);
    return String(v);
  };
  const block = (v: Record<string, unknown>): HTMLElement => h('dl', { class: 'method' }, ...Object.entries(v).filter(([, x]) => !(Array.isArray(x) && !x.length)).map(([k, x]) => h('div', {}, h('dt', {}, k), h('dd', {}, value(x)))));
  const details = kept(keep, 'method', t('coverage.method'), h('div', { class: 'verbatim', tabindex: 0, role: 'region', 'aria-label': t('coverage.method'), lang: 'en' }, block(answer.method)),
    ...(asked ? [h('pre', { tabindex: 0, class: 'curl', 'aria-label': 'curl' }, curl(asked, app.client.url))] : []));
  details.className = 'group';
  return details;
}

/** Every file carries digest, date, method and licence. */
function exports(app: App, answer: Coverage, asked: Ask): HTMLElement {
  const t = app.t();
  const button = (key: string, label: string, run: () => void | Promise<void>): HTMLElement => {
    const el = h('button', {
      type: 'button', 'data-key': `export:${key}`,
      onClick: () => {
        el.disabled = true;
        Promise.resolve().then(run).catch(() => app.data.set({ notice: t('export.failed') })).finally(() => (el.disabled = false));
      },
    }, label);
    return el;
  };
  return h('section', { class: 'group' }, h('h3', {}, t('export.title')), h('p', { class: 'actions' },
    button('csv', 'CSV', () => download(fileName(answer, 'csv'), 'text/csv;charset=utf-8', csv(app, answer, asked))),
    button('geojson', 'GeoJSON', () => download(fileName(answer, 'geojson'), 'application/geo+json', geojson(app, answer, asked))),
    button('png', 'PNG', async () => download(fileName(answer, 'png'), 'image/png', await (await import('./picture.ts')).png(app, answer, asked))),
    button('pdf', t('export.pdf'), async () => (await import('./sheet.ts')).printSheet(app, answer, asked)),
    button('link', t('export.copy'), async () => {
      await navigator.clipboard.writeText(`${shortText(app, answer)}\n${location.href}`);
      app.data.set({ notice: t('card.copied') });
    })));
}
