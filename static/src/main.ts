import 'virtual:tokens.css';
import './css/base.css';
import './css/shell.css';
import './css/panels.css';
import './css/card.css';
import './css/places.css';
import './css/search.css';
import './css/print.css';
import './css/downloads.css';
import './css/table.css';
import './css/draw.css';
import './css/about.css';
import { createClient } from './api/client.ts';
import { currentTexts, emptyData } from './app.ts';
import type { App } from './app.ts';
import { h, icon, icons, replace } from './dom.ts';
import { formatHash, parseHash } from './hash.ts';
import { followSelection, loadBasemaps, loadCollections } from './load.ts';
import { watchServer } from './health.ts';
import { watchKeys } from './keys.ts';
import { createMap } from './map/map.ts';
import type { Padding, PlanMap } from './map/map.ts';
import { basemapNotes } from './panels/basemap.ts';
import { misplaced } from './map/ground.ts';
import { cardPanel } from './panels/card.ts';
import { startCoverage } from './coverage/start.ts';
import { hostPanels } from './panels/host.ts';
import { horizonBar } from './panels/horizon.ts';
import { watchDrops } from './panels/local.ts';
import { rail } from './panels/rail.ts';
import { detentOf, sheetHandle, sheetHeight } from './panels/sheet.ts';
import { topbar } from './panels/topbar.ts';
import { panelEntry } from './panels/panels.ts';
import { standardCompare, standardQuestion } from './question.ts';
import { createStore, radiusRange } from './state.ts';
import type { Lang, State } from './state.ts';
import { narrow, sideways } from './screen.ts';
import { say } from './say.ts';
import { word } from './i18n/index.ts';

const prefersDark = matchMedia('(prefers-color-scheme: dark)');

function element(id: string): HTMLElement {
  const el = document.getElementById(id);
  if (!el) throw new Error(`main: index.html has no #${id}`);
  return el;
}

function defaults(): State {
  const remembered = localStorage.getItem('lang');
  const lang: Lang = remembered === 'zh' || remembered === 'en' ? remembered : navigator.language.startsWith('en') ? 'en' : 'zh';
  return {
    camera: null, horizon: '2030', panel: narrow.matches ? 'none' : 'layers', feature: null, rows: {}, basemap: 'vector', lang, theme: 'auto', radius: radiusRange.standard,
    near: null, drawn: [], table: { layer: 'key-projects', filter: '', sort: '' }, clause: null,
    question: standardQuestion, compare: standardCompare, gaps: false, town: null, sealed: null,
  };
}

const initial = defaults();
const parsed = parseHash(location.hash, initial);
const state = createStore(parsed.state);
const data = createStore({ ...emptyData });
let map: PlanMap | null = null;
const app: App = {
  state,
  map: () => map,
  data,
  client: createClient(new URL('.', document.baseURI).href, () => server.lost()),
  t: currentTexts(state),
  open(ref, also = []) {
    data.set({ also });
    const { feature } = state.get();
    // The same feature again: ask again, its card may have failed.
    if (feature?.collection === ref.collection && feature.id === ref.id) state.set({ feature: null });
    state.set({ feature: { collection: ref.collection, id: ref.id } });
  },
};
const server = watchServer(app);
if (parsed.bad.length) data.set({ notice: app.t()('hash.bad', { keys: parsed.bad.join('、') }) });

const flavor = (): void => data.set({ flavor: themed() });
function themed(): 'light' | 'dark' {
  const { theme } = state.get();
  return theme === 'auto' ? (prefersDark.matches ? 'dark' : 'light') : theme;
}
state.select((s) => [s.theme] as const, (theme) => {
  document.documentElement.dataset['theme'] = theme;
  flavor();
});
prefersDark.addEventListener('change', flavor);

state.select((s) => [s.lang] as const, (lang) => {
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
  document.title = app.t()('app.title');
  if (lang !== initial.lang) localStorage.setItem('lang', lang);
  const t = app.t();
  element('map-region').setAttribute('aria-label', t('map.label'));
  element('card').setAttribute('aria-label', t('card.label'));
  element('answer').setAttribute('aria-label', t('coverage.answer'));
});

topbar(element('top'), app);
rail(element('rail'), app);
horizonBar(element('horizon'), app);
cardPanel(element('card'), app);

hostPanels(app, { dock: element('dock'), drawer: element('drawer'), page: element('page') });

/** What floats over the map, in pixels; the camera keeps the rest as its window. */
function padding(): Padding {
  const { panel, feature } = state.get();
  const place = panelEntry(panel)?.place;
  const right = panel === 'coverage' || feature;
  if (sideways.matches) return { top: 68, left: place === 'dock' || feature ? 380 : 60, right: 60, bottom: 24 };
  if (narrow.matches) {
    // Above a full sheet nothing is left to look at: the camera keeps to the half one.
    const sheet = sheetHeight(detentOf() === 'peek' ? 'peek' : 'half');
    return { top: 118, left: 0, right: 0, bottom: panel !== 'none' || feature ? sheet + 62 : 74 };
  }
  const tablet = innerWidth <= 1100; // its dock is slimmer, and a feature's card leaves only the title of it
  return { top: 76, left: place !== 'dock' || (tablet && feature) ? 84 : tablet ? 396 : 428, right: right ? 380 : 60, bottom: place === 'drawer' ? Math.round(innerHeight * 0.4) + 84 : 84 };
}

try {
  map = createMap(element('map'), app, padding());
} catch (error) {
  const t = app.t();
  element('map').replaceChildren(h('div', { class: 'no-map', role: 'alert' }, h('h2', {}, t('map.failed.title')), h('p', {}, t('map.failed.text')), h('small', {}, String(error))));
}
if (map) {
  const drawn = map;
  state.select((s) => [s.panel, s.feature !== null] as const, () => drawn.setPadding(padding()));
  sheetHandle(app, () => drawn.setPadding(padding()));
  state.select((s) => [s.lang] as const, () => {
    const t = app.t();
    const button = (label: string, path: string, act: () => void) => h('button', { type: 'button', 'aria-label': label, title: label, 'data-key': label, onClick: act }, icon(path));
    replace(element('zoom'),
      button(t('map.zoomIn'), icons.plus, () => drawn.zoomBy(1)),
      button(t('map.zoomOut'), icons.minus, () => drawn.zoomBy(-1)),
      button(t('map.home'), icons.home, () => drawn.home()));
  });
}
followSelection(app, (feature) => {
  map?.show(feature);
  element('card').querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
});
startCoverage(app, element('answer'));
/** Puts the map tool down; false when none was in hand. */
function putDown(): boolean {
  const held = data.get().tool !== null;
  if (held) data.set({ tool: null });
  return held;
}
watchKeys(app, { map, search: () => document.getElementById('q')?.focus(), help: () => void import('./panels/help.ts').then((m) => m.openHelp(app)), cancel: putDown });
void loadCollections(app);
void loadBasemaps(app);
watchDrops(app);
data.select((d) => [d.back] as const, (back) => {
  if (!back) return;
  map?.retry();
  if (!data.get().collections.length) void loadCollections(app);
  if (!data.get().basemaps) void loadBasemaps(app);
  map?.retryBasemap();
  const { feature } = state.get();
  const { selected } = data.get();
  if (feature && selected && 'error' in selected) app.open(feature);
});
const banner = element('banner');
state.select((s) => [s.lang, s.basemap] as const, () => drawBanner());
data.select((d) => [d.lost, d.renewed, d.basemaps, d.basemapFailed] as const, () => drawBanner());
// On a ground where the plan does not lie true no tool takes the map in hand; the banner says why.
const layDown = (): void => { if (data.get().tool && misplaced(app)) data.set({ tool: null }); };
data.select((d) => [d.tool, d.basemaps] as const, () => layDown());
state.select((s) => [s.basemap] as const, () => layDown());
/** The server gone, newer data, something about the ground: said until it is over. */
function drawBanner(): void {
  const t = app.t();
  const { lost, renewed } = data.get();
  const notes = basemapNotes(app);
  banner.hidden = !lost && !renewed && !notes.length;
  replace(banner,
    lost ? h('p', {}, t('server.lost')) : renewed ? h('p', {}, t('server.renewed'), h('button', { type: 'button', class: 'link', onClick: () => location.reload() }, t('server.reload'))) : null,
    ...notes);
}

// Skip links, the first thing Tab reaches.
state.select((s) => [s.lang] as const, () => {
  const t = app.t();
  const skip = (label: string, act: () => void) => h('button', { type: 'button', onClick: act }, label);
  element('skips').setAttribute('aria-label', t('skip.map'));
  replace(element('skips'),
    skip(t('skip.panel'), () => { if (state.get().panel === 'none') state.set({ panel: 'layers' }); element('dock').focus(); }),
    skip(t('skip.map'), () => map?.focus()),
    skip(t('skip.list'), () => { state.set({ panel: 'list' }); element('dock').focus(); }));
});

// One line for the first visit, gone for good once read or once a feature is open.
const hint = element('hint');
const dropHint = (): void => {
  hint.hidden = true;
  localStorage.setItem('hint', 'read');
};
state.select((s) => [s.lang, s.feature] as const, (_, feature) => {
  if (feature) dropHint();
  hint.hidden = localStorage.getItem('hint') === 'read';
  replace(hint, h('span', {}, app.t()('map.hint')), h('button', { type: 'button', class: 'link', onClick: dropHint }, app.t()('map.hint.close')));
});
data.select((d) => [d.notice] as const, (notice) => {
  const el = element('notice');
  el.hidden = !notice;
  replace(el, notice, h('button', { type: 'button', class: 'close', 'aria-label': app.t()('card.close'), onClick: () => data.set({ notice: null }) }, icon(icons.close)));
});

// What is in view, said once the map rests.
let announce: ReturnType<typeof setTimeout> | undefined;
data.select((d) => [d.view] as const, (view) => {
  clearTimeout(announce);
  announce = setTimeout(() => {
    const t = app.t();
    const counts = new Map<string, number>();
    for (const { collection } of view.items) counts.set(collection, (counts.get(collection) ?? 0) + 1);
    const groups = [...counts].slice(0, 4).map(([c, n]) => `${word(t, 'collection', c)} ${n}`).join('，');
    say(app, view.total ? t('map.announce', { zoom: Math.floor(view.zoom), count: view.total, groups }) : '', 'seen');
  }, 600);
});

// The link: history for tools and features, replacement for everything else.
const ours = 'layoutmap'; // marks our history entries
history.replaceState(ours, '');
let last = state.get();
state.select((s) => [s] as const, (now) => {
  const hash = formatHash(now, initial);
  const step = now.panel !== last.panel || now.feature !== last.feature;
  last = now;
  if (hash === location.hash || (!hash && !location.hash)) return;
  const url = hash || location.pathname + location.search;
  if (step) history.pushState(ours, '', url);
  else history.replaceState(ours, '', url);
});
addEventListener('popstate', (event) => {
  // A link pasted into this window is a new page, whatever the browser thinks.
  if (event.state !== ours) return location.reload();
  const { state: then } = parseHash(location.hash, initial);
  // Back closes and opens; it does not throw the reader across the map.
  state.set({ panel: then.panel, feature: then.feature });
});
