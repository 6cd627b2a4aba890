import { badge, weakest } from './badge.ts';
import { basemapChoice } from './basemap.ts';
import { localRows } from './local.ts';
import { together } from './panel.ts';
import type { Panel } from './panel.ts';
import { swatch } from './swatch.ts';
import type { App } from '../app.ts';
import type { Collection, Feature, Method } from '../api/types.ts';
import { h, icon, icons, replace } from '../dom.ts';
import { distance } from '../format.ts';
import { groundOf } from '../map/ground.ts';
import { reached, rowGroups, rows, rowState } from '../map/rows.ts';
import type { Row } from '../map/rows.ts';
import type { Lang, RowChange } from '../state.ts';

/** The layer list, which is the legend: group, row, sample, name, provenance; opacity and notes behind ⋯. */
export const layersPanel: Panel = (el, app) => {
  const open = new Set<string>(); // rows whose details are unfolded
  const list = h('div', { class: 'rows' });
  const head = h('header', { class: 'dock-head' });
  let wanted = '';
  const seek = h('input', { type: 'search', class: 'seek', autocomplete: 'off', onInput: () => { wanted = seek.value.trim().toLowerCase(); draw(); } });
  const top = h('div', { class: 'dock-top' }, head, rows.length > 12 ? seek : null);
  replace(el, top, list);

  const draw = (): void => {
    const t = app.t();
    const { rows: changes, horizon } = app.state.get();
    const own = groundOf(app) === 'vector';
    const states = rows.map((row) => rowState(row, changes, horizon, own));
    replace(
      head,
      h('h2', {}, t('layers.title')),
      h('span', { class: 'muted' }, t('layers.count', { shown: states.filter((s) => s.drawn).length, all: rows.length })),
      states.some((s) => !s.on) && h('button', { type: 'button', class: 'link', 'data-key': 'all', onClick: () => showAll(app) }, t('layers.all')),
    );
    seek.placeholder = t('layers.seek');
    seek.setAttribute('aria-label', t('layers.seek'));
    const failed = app.data.get().tilesFailed && h('p', { class: 'pad bad', role: 'alert' }, '⚠ ', t('layers.tiles'), ' ', h('button', { type: 'button', class: 'link', 'data-key': 'retry', onClick: () => app.map()?.retry() }, t('card.retry')));
    const scroll = el.scrollTop;
    const groups = rowGroups.map((group) => drawGroup(app, group, wanted, open, draw)).filter((g) => g !== null);
    replace(list, failed, wanted ? null : basemapChoice(app), wanted ? null : localRows(app), ...groups, groups.length === 0 && h('p', { class: 'muted pad' }, t('layers.seek.none')));
    el.scrollTop = scroll;
  };
  return together(
    app.state.select((s) => [s.rows, s.basemap, s.horizon, s.lang] as const, draw),
    app.data.select((d) => [d.basemaps, d.basemapFailed, d.collections, d.items, d.flavor, d.tilesFailed, d.local, Math.floor(d.view.zoom)] as const, draw),
  );
};

function drawGroup(app: App, group: (typeof rowGroups)[number], wanted: string, open: Set<string>, redraw: () => void): HTMLElement | null {
  const t = app.t();
  const { rows: changes, horizon } = app.state.get();
  const mine = rows.filter((row) => row.group === group && (!wanted || `${t(`row.${row.key}` as Parameters<typeof t>[0])} ${row.collection}`.toLowerCase().includes(wanted)));
  if (!mine.length) return null;
  const on = mine.filter((row) => rowState(row, changes, horizon).on).length;
  const box = h('input', {
    type: 'checkbox', 'data-key': `group:${group}`, checked: on === mine.length,
    onChange: () => change(app, mine, on !== mine.length),
  });
  box.indeterminate = on > 0 && on < mine.length;
  return h(
    'section',
    { class: 'group' },
    h('h3', {}, h('label', {}, box, t(`group.${group}`)), h('span', { class: 'muted' }, t(`group.${group}.note`))),
    ...mine.map((row) => drawRow(app, row, open, redraw)),
  );
}

function drawRow(app: App, row: Row, open: Set<string>, redraw: () => void): HTMLElement {
  const t = app.t();
  const { rows: changes, horizon } = app.state.get();
  const { flavor, view, collections, items } = app.data.get();
  const { on, drawn, opacity } = rowState(row, changes, horizon, groundOf(app) === 'vector');
  const name = t(`row.${row.key}` as Parameters<typeof t>[0]);
  const collection = collections.find((c) => c.id === row.collection);
  const methods = rowMethods(row, collection, items[row.collection]);
  const weak = weakest(methods);
  const why = absence(app, row, view.zoom, methods);
  const unfolded = open.has(row.key);
  return h(
    'div',
    { class: `row${drawn ? '' : ' off'}`, 'data-row': row.key },
    h(
      'label',
      { class: 'row-main' },
      h('input', {
        type: 'checkbox', checked: on, 'data-key': row.key,
        onClick: (event: MouseEvent) => {
          if (!event.altKey) return;
          event.preventDefault();
          only(app, row);
        },
        onChange: () => change(app, [row], !on),
      }),
      swatch(row.swatch, flavor),
      app.data.get().tilesFailed && on ? h('span', { class: 'bad', role: 'img', 'aria-label': t('layers.tiles') }, '⚠') : null,
      h('span', { class: 'row-name' }, name, why && h('small', { class: 'muted' }, why)),
    ),
    weak && badge(app, weak.method, collection?.provenance, methods),
    h('button', {
      type: 'button', class: 'more', 'aria-expanded': String(unfolded), 'aria-label': t('layers.more', { name }), 'data-key': `more:${row.key}`,
      onClick: () => {
        if (unfolded) open.delete(row.key);
        else open.add(row.key);
        redraw();
      },
    }, icon(icons.more)),
    unfolded && details(app, row, collection, opacity),
  );
}

/** Opacity, what the layer is, and where it comes from. */
function details(app: App, row: Row, collection: Collection | undefined, opacity: number): HTMLElement {
  const t = app.t();
  const { lang } = app.state.get();
  const provenance = collection?.provenance;
  const origin = collection && rowOrigin(row, collection, app.data.get().items[row.collection], lang);
  const percent = Math.round(opacity * 100);
  const readout = h('output', {}, `${percent}\u202f%`);
  const fact = (label: string, value: string | number | null | undefined) =>
    value !== undefined && value !== null && value !== '' && h('div', {}, h('dt', {}, label), h('dd', {}, value));
  return h(
    'div',
    { class: 'row-details' },
    h('label', { class: 'slider' }, t('layers.opacity'),
      h('input', {
        type: 'range', min: 0, max: 100, step: 5, value: percent, 'data-key': `opacity:${row.key}`,
        onInput: (event: Event) => (readout.value = `${(event.target as HTMLInputElement).value}\u202f%`),
        onChange: (event: Event) => patch(app, row.key, { opacity: Number((event.target as HTMLInputElement).value) }),
      }), readout),
    collection && h('p', {}, (lang === 'en' ? collection.description_en : collection.description_zh) ?? ''),
    h('dl', {},
      fact(t('layers.items'), collection?.item_count),
      fact(t('layers.source'), origin?.sources),
      fact(t('layers.licence'), provenance?.licence),
      fact(t('layers.retrieved'), provenance?.retrieved),
      fact(t('layers.accuracy'), origin?.accuracy)),
    h('p', { class: 'actions' },
      h('button', { type: 'button', class: 'link', 'data-key': `only:${row.key}`, onClick: () => only(app, row) }, t('layers.only')),
      app.map() && collection?.extent && h('button', { type: 'button', class: 'link', 'data-key': `zoom:${row.key}`, onClick: () => zoomTo(app, collection) }, t('layers.zoomTo')),
      h('button', { type: 'button', class: 'link', 'data-key': `table:${row.key}`, onClick: () => app.state.set({ panel: 'table', table: { layer: row.collection, filter: rowCql(row), sort: '' } }) }, t('nav.table')),
      h('button', { type: 'button', class: 'link', 'data-key': `get:${row.key}`, onClick: () => app.state.set({ panel: 'downloads', table: { ...app.state.get().table, layer: row.collection } }) }, t('nav.downloads')),
      h('a', { href: app.client.url(`collections/${row.collection}`), target: '_blank', rel: 'noopener' }, t('layers.data'))),
  );
}

function zoomTo(app: App, { extent }: Collection): void {
  const [west, south, east, north] = extent?.spatial?.bbox[0] ?? [];
  if (west !== undefined && south !== undefined && east !== undefined && north !== undefined) app.map()?.fit([west, south, east, north]);
}

/** A row's own features as a filter of the table. */
function rowCql(row: Row): string {
  return Object.entries(row.where ?? {}).map(([name, want]) => {
    const literal = (v: string | number): string => (typeof v === 'number' ? String(v) : `'${v}'`);
    return Array.isArray(want) ? `${name} IN (${want.map(literal).join(', ')})` : `${name} = ${literal(want as string | number)}`;
  }).join(' AND ');
}

/** Why a row that is on shows nothing, so that it never just vanishes. */
function absence(app: App, row: Row, zoom: number, methods: Readonly<Partial<Record<Method, number>>>): string | null {
  const t = app.t();
  if (!reached(row.from, app.state.get().horizon) && row.from) return t('layers.later', { horizon: t(`horizon.short.${row.from}`) });
  if (row.ground && groundOf(app) !== 'vector') return t('layers.ground');
  if (row.minzoom && zoom && zoom < row.minzoom) return t('layers.zoomIn', { zoom: row.minzoom });
  if (methods.unlocated) return t('layers.unlocated', { count: methods.unlocated });
  return null;
}

/** The methods of the row's own features: the collection's, or counted where several rows share the collection; none while that cannot be told. */
export function rowMethods(row: Row, collection: Collection | undefined, items: readonly Feature[] | undefined): Readonly<Partial<Record<Method, number>>> {
  const whole = collection?.methods ?? {};
  if (!row.where || Object.keys(whole).length === 1) return whole;
  if (!items) return {};
  const counts: Partial<Record<Method, number>> = {};
  for (const { properties } of ownItems(row, items)) {
    if (properties.method) counts[properties.method] = (counts[properties.method] ?? 0) + 1;
  }
  return counts;
}

/** The row's own features among those of its collection. */
const ownItems = (row: Row, items: readonly Feature[]): Feature[] => items.filter(({ properties }) =>
  Object.entries(row.where ?? {}).every(([key, want]) => (Array.isArray(want) ? want.includes(properties[key] as string) : properties[key] === want)));

/** Sources and accuracy of the row's own features, "± 1.5–3 km"; the collection's word where its features are not at hand. */
function rowOrigin(row: Row, collection: Collection, items: readonly Feature[] | undefined, lang: Lang): { sources: string; accuracy: string | null } {
  const own = ownItems(row, items ?? []).map((f) => f.properties);
  const sources = [...new Set(own.flatMap((p) => p.source ?? []))];
  const metres = own.flatMap((p) => p.accuracy_m ?? []);
  if (!metres.length && collection.provenance?.accuracy_m) metres.push(collection.provenance.accuracy_m);
  const [least, most] = [Math.min(...metres), Math.max(...metres)].map((m) => distance(m, lang));
  return {
    sources: sources.join(' · ') || (collection.provenance?.source ?? ''),
    accuracy: !metres.length ? null : least === most ? `± ${most}` : `± ${least} – ${most}`,
  };
}

function patch(app: App, key: string, next: RowChange): void {
  const { rows: changes } = app.state.get();
  const merged = { ...changes[key], ...next };
  const { [key]: _, ...others } = changes;
  const { on, opacity } = merged;
  const kept: RowChange = { ...(on === false ? { on } : {}), ...(opacity === undefined || opacity === 100 ? {} : { opacity }) };
  app.state.set({ rows: Object.keys(kept).length ? { ...others, [key]: kept } : others });
}

function change(app: App, some: readonly Row[], on: boolean): void {
  const next: Record<string, RowChange> = { ...app.state.get().rows };
  for (const { key } of some) {
    const { on: _, ...kept } = next[key] ?? {};
    delete next[key];
    if (!on) next[key] = { ...kept, on: false };
    else if (Object.keys(kept).length) next[key] = kept;
  }
  app.state.set({ rows: next });
}

function only(app: App, row: Row): void {
  change(app, rows.filter((r) => r !== row), false);
  patch(app, row.key, { on: true });
}

function showAll(app: App): void {
  change(app, rows, true);
}
