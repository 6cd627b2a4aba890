import { applicable, currentAsk, patchStudio } from './studio.ts';
import type { Ask } from './studio.ts';
import { askKey, coveragePath, hasAddress, unedited } from './ask.ts';
import { delta, headline, printedDifference } from './figures.ts';
import { failureOf, fetchCatchments, fetchCoverage } from './follow.ts';
import { swipe } from './swipe.ts';
import type { App } from '../app.ts';
import type { Coverage } from '../api/types.ts';
import { emptyOverlay } from '../map/overlay.ts';
import type { Overlay } from '../map/overlay.ts';
import { together } from '../panels/panel.ts';
import type { Panel } from '../panels/panel.ts';
import { h, replace } from '../dom.ts';
import { decimal, distance, people, percent } from '../format.ts';
import type { Compare } from '../question.ts';
import { horizons, radiusRange } from '../state.ts';
import type { Horizon } from '../state.ts';

const sides = ['left', 'right'] as const;
type Side = (typeof sides)[number];

/** Two horizons of one question side by side: two maps under a handle, or one map of what changes; both figures and their difference. */
export const comparePanel: Panel = (el, app) => {
  const body = h('div');
  replace(el, body);
  const overlays: Record<Side, Overlay> = { left: emptyOverlay, right: emptyOverlay };
  const view = swipe(app, () => overlays.right);
  const set = (patch: Partial<Compare>): void => app.state.set({ compare: { ...app.state.get().compare, ...patch } });

  const draw = (): void => {
    const t = app.t();
    const { lang, compare, radius } = app.state.get();
    const { pair } = app.data.get().studio;
    const pick = (side: Side): HTMLElement => h('div', { class: 'side' }, h('h3', {}, t(`compare.${side}`)),
      h('div', { class: 'segment', role: 'group', 'aria-label': t(`compare.${side}`) }, ...horizons.map((each) =>
        h('button', { type: 'button', 'data-key': `${side}:${each}`, 'aria-pressed': String(compare[side] === each), onClick: () => set({ [side]: each } as Partial<Compare>) }, t(`horizon.short.${each}`)))));
    replace(body,
      h('header', { class: 'dock-head' }, h('h2', {}, t('compare.title'))),
      h('section', { class: 'group' }, pick('left'), pick('right'),
        h('p', { class: 'actions' }, h('button', { type: 'button', class: 'chip-button', 'data-key': 'swap', onClick: () => set({ left: compare.right, right: compare.left }) }, `⇄ ${t('compare.swap')}`))),
      h('section', { class: 'group' }, h('h3', {}, t('coverage.radius'), h('span', { class: 'strong' }, distance(radius, lang))),
        h('div', { class: 'chips' }, ...([300, 500, 800, 1000] as const).map((m) => h('button', { type: 'button', class: 'chip-button', 'data-key': `r:${m}`, 'aria-pressed': String(m === radius), onClick: () => app.state.set({ radius: Math.min(radiusRange.max, m), sealed: null }) }, t(`coverage.chip.${m}`))))),
      h('section', { class: 'group' }, h('div', { class: 'segment', role: 'group', 'aria-label': t('compare.mode') }, ...(['swipe', 'diff'] as const).map((mode) =>
        h('button', { type: 'button', 'data-key': mode, 'aria-pressed': String(compare.mode === mode), onClick: () => set({ mode }) }, t(`compare.mode.${mode}`)))),
        h('p', { class: 'muted small' }, t(`compare.mode.${compare.mode}.how`))),
      pair.failure && h('p', { class: 'pad bad', role: 'alert' }, t('coverage.failed', { reason: pair.failure.text })),
      pair.left && pair.right ? figures(app, pair.left, pair.right) : pair.failure ? null : h('p', { class: 'muted pad' }, t('coverage.busy')));
    view.draw(pair);
  };

  let asked = '';
  let running: AbortController | null = null;
  const fetchPair = (): void => {
    const { compare, panel } = app.state.get();
    if (panel !== 'compare') return;
    const asks = sides.map((side): Ask => applicable(app, { ...currentAsk(app), horizon: compare[side] }));
    const key = `${compare.mode} ${asks.map(askKey).join()}`;
    if (key === asked) return;
    asked = key;
    running?.abort();
    const mine = (running = new AbortController());
    void Promise.all(asks.map((ask) => Promise.all([fetchCoverage(app, ask, mine.signal), fetchCatchments(app, ask, mine.signal)]))).then(
      ([left, right]) => {
        if (mine.signal.aborted || !left || !right) return;
        overlays.left = { ...emptyOverlay, catchments: left[1] };
        overlays.right = { ...emptyOverlay, catchments: right[1] };
        app.data.set({ overlay: compare.mode === 'diff' ? overlays.right : overlays.left });
        if (compare.mode === 'diff') void changes(asks as [Ask, Ask], mine.signal);
        patchStudio(app, { pair: { left: left[0], right: right[0], failure: null } });
      },
      (error: unknown) => {
        if (mine.signal.aborted) return;
        asked = '';
        patchStudio(app, { pair: { ...app.data.get().studio.pair, failure: failureOf(app, error) } });
      },
    );
  };
  /** What is out of reach on one side alone: gained when that is the left one. */
  const changes = async (asks: [Ask, Ask], signal: AbortSignal): Promise<void> => {
    if (!asks.every((ask) => hasAddress(unedited(ask)))) return; // an area of very many corners
    const [left, right] = await Promise.all(asks.map((ask) => app.client.get<GeoJSON.FeatureCollection>(coveragePath(unedited(ask), 'geojson', { parts: 'gaps', squares: '0' }), signal)));
    if (signal.aborted || !left || !right) return;
    const only = (those: GeoJSON.FeatureCollection, not: GeoJSON.FeatureCollection, change: string): GeoJSON.Feature[] => {
      const ids = new Set(not.features.map((f) => f.id));
      return those.features.filter((f) => !ids.has(f.id)).map((f) => ({ ...f, properties: { ...f.properties, change } }));
    };
    const features = [...only(left, right, 'gained'), ...only(right, left, 'lost')];
    const amount = app.data.get().studio.pair.right?.method.surfaces[0]?.properties[0] ?? emptyOverlay.amount;
    app.data.set({ overlay: { ...overlays.right, demand: { type: 'FeatureCollection', features }, amount } });
    document.getElementById('map')?.setAttribute('data-changed', String(features.length));
  };
  let first = true;
  const stop = together(
    app.state.select((s) => [s.compare.left, s.compare.right, s.compare.mode, s.lang, s.radius, s.question] as const, () => { draw(); fetchPair(); }),
    // The bar of time stays at hand: here it chooses the right side.
    app.state.select((s) => [s.horizon] as const, (horizon) => {
      if (!first) set({ right: horizon });
      first = false;
    }),
    app.state.select((s) => [s.compare.at] as const, (at) => view.at(at)),
    app.data.select((d) => [d.studio.pair] as const, draw),
    app.data.select((d) => [d.flavor] as const, () => view.draw(app.data.get().studio.pair)),
  );
  return () => {
    running?.abort();
    stop();
    view.dispose();
    app.data.set({ overlay: emptyOverlay });
  };
};

/** Both figures, by surface and by town, and the difference of what is printed. */
function figures(app: App, left: Coverage, right: Coverage): HTMLElement {
  const t = app.t();
  const { lang } = app.state.get();
  const [a, b] = [headline(left), headline(right)];
  const byId = new Map(left.by.map((town) => [town.id, town]));
  const changed = right.by
    .map((town) => ({ town, change: town.covered - (byId.get(town.id)?.covered ?? 0) }))
    .filter(({ change }) => Math.round(change) !== 0)
    .sort((x, y) => Math.abs(y.change) - Math.abs(x.change) || (x.town.id < y.town.id ? -1 : 1));
  const cell = (f: typeof a): string => (f && f.share !== null ? percent(f.share, lang) : '–');
  return h('div', { 'data-left': a?.share ?? '', 'data-right': b?.share ?? '' },
    h('section', { class: 'group' }, h('table', { class: 'pair-table' }, h('caption', {}, t('compare.figures')),
      h('thead', {}, h('tr', {}, h('td', {}), h('th', { scope: 'col' }, t(`horizon.short.${left.horizon as Horizon}`)), h('th', { scope: 'col' }, t(`horizon.short.${right.horizon as Horizon}`)))),
      h('tbody', {},
        h('tr', {}, h('th', { scope: 'row' }, t('coverage.towns.share')), h('td', { class: 'number' }, cell(a)), h('td', { class: 'number' }, cell(b))),
        h('tr', {}, h('th', { scope: 'row' }, t('coverage.towns.covered')), h('td', { class: 'number', title: String(a?.covered ?? '') }, a ? people(a.covered, lang) : '–'), h('td', { class: 'number', title: String(b?.covered ?? '') }, b ? people(b.covered, lang) : '–')),
        h('tr', {}, h('th', { scope: 'row' }, t('coverage.sites')), h('td', { class: 'number' }, left.method.sites.count), h('td', { class: 'number' }, right.method.sites.count)))),
      h('p', { class: 'pad-top' }, delta(app, printedDifference(b?.share ?? null, a?.share ?? null), (b?.share ?? 0) - (a?.share ?? 0)))),
    changed.length ? h('section', { class: 'group' }, h('table', {}, h('caption', {}, t('compare.towns')),
      h('tbody', {}, ...changed.slice(0, 8).map(({ town, change }) => h('tr', {}, h('th', { scope: 'row' }, lang === 'en' && town.name_en ? town.name_en : town.name_zh),
        h('td', { class: `number ${change > 0 ? 'gain' : 'loss'}`, title: String(change) }, `${change > 0 ? '▲ +' : '▼ −'}${people(Math.abs(change), lang)}`)))))) : null,
    h('p', { class: 'muted pad small' }, `${t('coverage.sum.note')} ${decimal(left.target.value ?? 0, 0, lang)} ${left.target.unit}`));
}
