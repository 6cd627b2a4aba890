import { boxOf } from './towns.ts';
import { armMoving, edits, withClosed, withoutEdit } from './whatif.ts';
import { commitEdits } from './studio.ts';
import { nameOf } from '../app.ts';
import type { App } from '../app.ts';
import type { AreaShare, Coverage, Feature, SiteShare } from '../api/types.ts';
import { h } from '../dom.ts';
import { people, percent } from '../format.ts';
import { shownHorizons } from '../map/rows.ts';
import { drawnArea } from '../question-area.ts';
import type { Horizon } from '../state.ts';

const short = 6; // rows of a table before "list all"

type TownSort = 'name' | 'share' | 'covered';
type StationSort = 'name' | 'sum' | 'exclusive';

/** How the reader left the tables and disclosures of the card. */
export interface TableState {
  readonly towns: { whole: boolean; sort: TownSort };
  readonly stations: { whole: boolean; sort: StationSort };
  readonly open: Set<string>;
}

/** A head that sorts. */
function sorter<T extends string>(label: string, key: T, state: { sort: T }, redraw: () => void, attributes: Record<string, string | number> = {}): HTMLElement {
  return h('th', { scope: 'col', ...attributes, ...(state.sort === key ? { 'aria-sort': key === 'name' ? 'ascending' : 'descending' } : {}) },
    h('button', { type: 'button', class: 'sort', 'data-key': `sort:${label}`, onClick: () => { state.sort = key; redraw(); } }, label, state.sort === key ? h('span', { 'aria-hidden': 'true' }, key === 'name' ? ' ↑' : ' ↓') : null));
}

export function townTable(app: App, answer: Coverage, keep: TableState, redraw: () => void): HTMLElement | null {
  const t = app.t();
  const { lang } = app.state.get();
  const state = keep.towns;
  const with_ = answer.by.filter((town) => town.total > 0);
  if (!with_.length) return null;
  const compare: Record<TownSort, (a: AreaShare, b: AreaShare) => number> = {
    name: (a, b) => nameOf(a, lang).localeCompare(nameOf(b, lang), lang === 'zh' ? 'zh-Hans-CN' : 'en'),
    share: (a, b) => (b.share ?? -1) - (a.share ?? -1),
    covered: (a, b) => b.covered - a.covered,
  };
  const list = [...with_].sort((a, b) => compare[state.sort](a, b) || (a.id < b.id ? -1 : 1));
  const chosen = app.state.get().town;
  const choose = (id: string): void => {
    app.state.set({ town: id === chosen ? null : id });
    const town = app.data.get().studio.towns.find((f) => f.id === id);
    const box = town && id !== chosen && boxOf(town);
    if (box) app.map()?.fit(box);
  };
  return h('section', { class: 'group', 'data-table': 'towns' },
    h('table', {}, h('caption', {}, t('coverage.towns')),
      h('thead', {}, h('tr', {}, sorter(t('coverage.towns.name'), 'name', state, redraw), sorter(t('coverage.towns.share'), 'share', state, redraw, { colspan: 2 }), sorter(t('coverage.towns.covered'), 'covered', state, redraw))),
      h('tbody', {}, ...list.slice(0, state.whole ? undefined : short).map((town) =>
        h('tr', { 'data-id': town.id }, h('th', { scope: 'row' }, h('button', { type: 'button', class: 'link', 'data-key': `t:${town.id}`, 'aria-pressed': String(town.id === chosen), ...(lang === 'en' && !town.name_en ? { lang: 'zh' } : {}), onClick: () => choose(town.id) }, nameOf(town, lang))),
          h('td', { class: 'bar' }, h('span', { style: `width:${Math.min(100, town.share ?? 0).toFixed(1)}%` })),
          h('td', { class: 'number' }, town.share === null ? '–' : percent(town.share, lang)),
          h('td', { class: 'number', title: `${town.covered} / ${town.total}` }, people(town.covered, lang)))))),
    more(app, list.length, state, 'towns', redraw));
}

export function stationTable(app: App, answer: Coverage, keep: TableState, redraw: () => void): HTMLElement | null {
  const t = app.t();
  const { lang } = app.state.get();
  const state = keep.stations;
  const now = edits(app);
  const sum = (s: SiteShare): number => s.exclusive + s.shared;
  const compare: Record<StationSort, (a: SiteShare, b: SiteShare) => number> = {
    name: (a, b) => nameOf(a, lang).localeCompare(nameOf(b, lang), lang === 'zh' ? 'zh-Hans-CN' : 'en'),
    sum: (a, b) => sum(b) - sum(a),
    exclusive: (a, b) => b.exclusive - a.exclusive,
  };
  const { serving } = app.data.get().studio;
  const town = serving && answer.by.find(({ id }) => id === serving.town);
  const list = answer.sites.filter(({ id }) => !town || serving.sites.has(id)).sort((a, b) => compare[state.sort](a, b) || (a.id < b.id ? -1 : 1));
  const top = Math.max(1, ...list.map(sum));
  const added = (site: SiteShare): number => (/^new-\d+$/.test(site.id) ? Number(site.id.slice(4)) - 1 : -1);
  const name = (site: SiteShare): string => {
    const mine = now.add[added(site)];
    return mine ? (/^([A-Z]|\d+)$/.test(mine.name) ? t('whatif.name', { letter: mine.name }) : mine.name) : nameOf(site, lang);
  };
  const row = (site: SiteShare): HTMLElement => {
    const mine = added(site) >= 0;
    return h('tr', { class: mine ? 'at-whatif' : `at-${site.horizon || 'now'}`, 'data-id': site.id },
      h('th', { scope: 'row' }, mine ? name(site) : h('button', { type: 'button', class: 'link', 'data-key': `s:${site.id}`, onClick: () => app.open({ collection: 'rail-stations', id: site.id }) }, name(site)),
        site.method === 'schematic' && h('span', { class: 'approx', title: t('method.schematic') }, ' ≈')),
      h('td', { class: 'bar' }, h('span', { style: `width:${((100 * site.exclusive) / top).toFixed(1)}%` }), h('span', { class: 'shared', style: `width:${((100 * site.shared) / top).toFixed(1)}%` })),
      h('td', { class: 'number', title: `${site.exclusive} + ${site.shared}` }, people(sum(site), lang)),
      h('td', { class: 'tools' },
        !mine && tool('move', '↔', t('whatif.moveIt', { name: name(site) }), () => armMoving(app, site.id)),
        !mine && tool('close', '✕', t('whatif.closeIt', { name: name(site) }), () => commitEdits(app, withClosed(edits(app), site.id)))));
    function tool(key: string, glyph: string, label: string, run: () => void): HTMLElement {
      return h('button', { type: 'button', class: 'mini', 'data-key': `${key}:${site.id}`, 'aria-label': label, title: label, onClick: run }, glyph);
    }
  };
  const closed = now.remove.map((id) => h('tr', { class: 'closed', 'data-id': id },
    h('th', { scope: 'row' }, h('s', {}, closedName(app, id))), h('td', { class: 'bar' }), h('td', { class: 'number' }, t('whatif.closed')),
    h('td', { class: 'tools' }, h('button', { type: 'button', class: 'mini', 'data-key': `close:${id}`, 'aria-label': t('whatif.reopenIt', { name: closedName(app, id) }), title: t('whatif.reopenIt', { name: closedName(app, id) }), onClick: () => commitEdits(app, withoutEdit(edits(app), id)) }, '↺'))));
  if (!answer.sites.length && !closed.length) return h('section', { class: 'group' }, h('p', { class: 'muted' }, t('coverage.stations.none'), ' ',
    h('button', { type: 'button', class: 'link', 'data-key': 'nearest', onClick: () => showNearest(app, answer) }, t('coverage.stations.nearest'))));
  return h('section', { class: 'group', 'data-table': 'stations' },
    town && h('p', { class: 'actions' }, h('span', { class: 'chip' }, t(list.length ? 'coverage.stations.town' : 'coverage.stations.town.none', { town: nameOf(town, lang) })),
      h('button', { type: 'button', class: 'link', 'data-key': 'town:all', onClick: () => app.state.set({ town: null }) }, t('coverage.stations.town.all'))),
    h('table', {}, h('caption', {}, t('coverage.stations'),
      h('span', { class: 'key' }, h('i', {}), t('coverage.stations.exclusive'), h('i', { class: 'shared' }), t('coverage.stations.shared'))),
      h('thead', {}, h('tr', {}, sorter(t('coverage.stations.name'), 'name', state, redraw), sorter(t('coverage.stations.exclusive'), 'exclusive', state, redraw), sorter(t('coverage.stations.sum'), 'sum', state, redraw), h('td', {}))),
      h('tbody', {}, ...closed, ...list.slice(0, state.whole || town ? undefined : short).map(row))),
    !town && more(app, list.length, state, 'stations', redraw));
}

/** Brings the station nearest to the middle of the area into view, with its card. */
function showNearest(app: App, answer: Coverage): void {
  const { question, horizon } = app.state.get();
  const { studio, items } = app.data.get();
  const drawn = drawnArea(question.area);
  const area = drawn ? boxOf({ geometry: drawn } as Feature) : boxOf(studio.towns.find((f) => f.id === answer.area.id) ?? ({ geometry: null } as Feature));
  if (!area) return;
  const [x, y] = [(area[0] + area[2]) / 2, (area[1] + area[3]) / 2];
  const narrow = Math.cos((y * Math.PI) / 180); // of a degree of longitude, which is enough to choose by
  let best: { readonly id: string; readonly at: readonly [number, number]; readonly far: number } | null = null;
  for (const { id, geometry, properties } of items['rail-stations'] ?? []) {
    if (geometry?.type !== 'Point' || properties.status === 'closed' || !shownHorizons(horizon).includes(properties.horizon as Horizon) || !question.kinds.some((k) => k === properties['mode'])) continue;
    const at = [geometry.coordinates[0] ?? 0, geometry.coordinates[1] ?? 0] as const;
    const far = Math.hypot((at[0] - x) * narrow, at[1] - y);
    if (!best || far < best.far) best = { id, at, far };
  }
  if (!best) return;
  const [lon, lat] = best.at;
  app.map()?.fit([Math.min(area[0], lon), Math.min(area[1], lat), Math.max(area[2], lon), Math.max(area[3], lat)]);
  app.open({ collection: 'rail-stations', id: best.id });
}

function closedName(app: App, id: string): string {
  const station = app.data.get().items['rail-stations']?.find((f) => f.id === id);
  return station ? nameOf(station.properties, app.state.get().lang) : id;
}

function more(app: App, count: number, state: { whole: boolean }, key: string, redraw: () => void): HTMLElement | null {
  const t = app.t();
  return count > short
    ? h('button', { type: 'button', class: 'link', 'data-key': `all:${key}`, onClick: () => { state.whole = !state.whole; redraw(); } }, state.whole ? t('coverage.fewer', { count: short }) : t('coverage.all', { count }))
    : null;
}
