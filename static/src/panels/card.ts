import { badge } from './badge.ts';
import { fact, facts, said } from './facts.ts';
import { isUncertain } from '../map/layers/kit.ts';
import { together } from './panel.ts';
import type { Panel } from './panel.ts';
import { nameOf } from '../app.ts';
import type { App } from '../app.ts';
import type { Feature } from '../api/types.ts';
import { h, icon, icons, replace } from '../dom.ts';
import { decimal, distance, people, rough } from '../format.ts';
import { keyOf, word } from '../i18n/index.ts';
import { reached, rows } from '../map/rows.ts';
import { townsOf } from '../map/stacks.ts';
import { horizons } from '../state.ts';

/** The card of the chosen feature: names, the plan's words, facts, how far to trust it. Empty and hidden without one. */
export const cardPanel: Panel = (el, app) => {
  const draw = (): void => {
    const { feature: ref } = app.state.get();
    const { selected } = app.data.get();
    el.hidden = !ref;
    if (!ref) return replace(el);
    const t = app.t();
    if (!selected || selected.busy) return replace(el, head(app), h('p', { class: 'muted pad' }, t('card.loading')));
    if ('error' in selected) {
      return replace(el, head(app), h('p', { class: 'pad bad', role: 'alert' }, t('card.failed', { reason: selected.error })),
        h('p', { class: 'pad' }, h('button', { type: 'button', onClick: () => app.open(ref) }, t('card.retry'))));
    }
    if (ref.collection === 'local') {
      replace(el, ...localCard(app, selected.value));
      return;
    }
    replace(el, ...(ref.collection === 'stacks' ? stackCard(app, selected.value) : featureCard(app, ref.collection, selected.value)));
    el.scrollTop = 0;
  };
  return together(
    app.state.select((s) => [s.feature, s.lang] as const, draw),
    app.data.select((d) => [d.selected, d.also, d.schemas, d.flavor, d.coverage.answer, d.collections, d.items] as const, draw),
  );
};

function head(app: App, ...chips: (Node | null)[]): HTMLElement {
  const t = app.t();
  return h('header', { class: 'card-head' }, h('div', { class: 'chips' }, ...chips),
    h('button', { type: 'button', class: 'close', 'data-key': 'close', 'aria-label': t('card.close'), onClick: () => app.state.set({ feature: null }) }, icon(icons.close)));
}

function featureCard(app: App, collection: string, feature: Feature): (Node | null)[] {
  const t = app.t();
  const { lang } = app.state.get();
  const { properties: p } = feature;
  const { schemas, collections } = app.data.get();
  const about = collections.find((c) => c.id === collection);
  const primary = nameOf({ ...p, id: feature.id }, lang);
  const secondary = lang === 'en' ? p.name_zh : p.name_en;
  return [
    head(app, chip(app, collection, feature), p.method ? badge(app, p.method, p) : null),
    chooser(app, feature),
    h('h2', { tabindex: -1 }, said(app, primary)),
    secondary && secondary !== primary ? h('p', { class: 'second', lang: lang === 'en' ? 'zh' : 'en' }, secondary) : null,
    quote(app, feature),
    laterNote(app, p.horizon),
    facts(app, feature, schemas[collection]),
    measured(app, feature),
    stationCoverage(app, collection, feature),
    isUncertain(feature.properties) ? h('p', { class: 'schematic' }, h('span', { 'aria-hidden': 'true' }, '≈'), ' ',
      p.accuracy_m ? t('card.schematic', { accuracy: distance(p.accuracy_m, lang) }) : t('card.schematic.unknown')) : null,
    feature.geometry ? null : h('p', { class: 'schematic' }, t('card.unlocated')),
    h('dl', { class: 'facts trust' },
      fact(app, t('card.source'), p.source ?? about?.provenance?.source),
      fact(app, t('card.licence'), [p.licence ?? about?.provenance?.licence, p.open === false && t('card.closed')].filter(Boolean).join('；')),
      fact(app, t('card.accuracy'), p.accuracy_m == null ? null : `± ${distance(p.accuracy_m, lang)}`),
      fact(app, t('card.retrieved'), p.retrieved ?? about?.provenance?.retrieved),
      fact(app, t('card.note'), p.note)),
    h('p', { class: 'actions pad' },
      collection === 'rail-stations' && h('button', { type: 'button', onClick: () => app.state.set({ panel: 'coverage' }) }, icon(icons.coverage), t('card.coverage')),
      feature.geometry && h('button', { type: 'button', 'data-key': 'near', onClick: () => nearIt(app, feature) }, t('card.near')),
      h('button', { type: 'button', 'data-key': 'in-table', onClick: () => app.state.set({ panel: 'table', table: { layer: collection, filter: `id = '${feature.id.replaceAll("'", "''")}'`, sort: '' } }) }, t('card.table')),
      h('a', { class: 'button', href: app.client.url(`collections/${collection}/items/${encodeURIComponent(feature.id)}?f=json`), target: '_blank', rel: 'noopener' }, t('card.geojson')),
      h('button', { type: 'button', onClick: copyLink(app) }, t('card.share'))),
  ];
}

/** A feature of the reader's own file: what the file says, nothing added. */
function localCard(app: App, { properties }: Feature): Node[] {
  const t = app.t();
  return [
    head(app, h('span', { class: 'chip' }, String(properties['file'])), h('span', { class: 'badge badge-local' }, t('local.badge'))),
    h('h2', { tabindex: -1 }, said(app, properties.name_zh ?? '')),
    h('dl', { class: 'facts' }, ...Object.entries(properties).filter(([name, value]) => name !== 'id' && name !== 'file' && value !== null && typeof value !== 'object').slice(0, 60).map(([name, value]) => fact(app, name, String(value)) ?? h('div', {}))),
    h('p', { class: 'muted pad' }, t('local.stays')),
  ];
}

/** Several features under the click: all of them, to choose from. */
function chooser(app: App, { id }: Feature): HTMLElement | null {
  const { also } = app.data.get();
  if (!also.length) return null;
  const t = app.t();
  const { lang, feature } = app.state.get();
  return h('details', { class: 'also' }, h('summary', {}, t('card.also', { count: also.length + 1 })),
    h('ul', { class: 'in-view' }, ...also.slice(0, 12).map((item) =>
      h('li', {}, h('button', { type: 'button', 'data-id': item.id, onClick: () => {
        const { selected } = app.data.get();
        const here = feature && selected && 'value' in selected ? [{ ...feature, name_zh: selected.value.properties.name_zh ?? id, name_en: selected.value.properties.name_en ?? '' }] : [];
        app.open(item, [...here, ...also.filter((a) => a !== item)]);
      } }, said(app, nameOf(item, lang)), h('small', { class: 'muted' }, ` ${word(t, 'collection', item.collection)}`))))));
}

/** A feature of a later time than the map shows: said, with the way to go there. */
function laterNote(app: App, horizon: string | null | undefined): HTMLElement | null {
  const t = app.t();
  const known = horizons.find((each) => each === horizon);
  if (!known || reached(known, app.state.get().horizon)) return null;
  return h('p', { class: 'later' }, t('card.later', { horizon: t(`horizon.short.${known}`) }), ' ',
    h('button', { type: 'button', class: 'link', 'data-key': 'later', onClick: () => app.state.set({ horizon: known }) }, t('card.later.go', { horizon: t(`horizon.short.${known}`) })));
}

/** Area or length of the geometry on the ellipsoid, where no attribute says it; the measure comes in its own file. */
function measured(app: App, feature: Feature): HTMLElement | null {
  const { geometry, properties } = feature;
  if (!geometry || geometry.type.endsWith('Point') || ['area_km2', 'length_km'].some((name) => properties[name] != null)) return null;
  const t = app.t();
  const box = h('dl', { class: 'facts' });
  void import('../measure/feature.ts').then(({ sizeOf }) => {
    const { lang } = app.state.get();
    const size = sizeOf(geometry);
    if (!size) return;
    const schematic = isUncertain(feature.properties);
    const number = schematic ? rough(size.value, lang) : decimal(size.value, 2, lang);
    const words = `${number}\u202f${size.unit}`;
    replace(box, fact(app, t(size.unit === 'km²' ? 'card.area' : 'card.length'), schematic ? t('card.about', { value: words }) : words));
  });
  return box;
}

/** What is within 500 m of the feature's middle. */
function nearIt(app: App, { geometry, properties }: Feature): void {
  const label = properties['label_point'] as readonly number[] | null | undefined;
  const positions = (JSON.stringify(geometry).match(/\[-?[\d.]+,-?[\d.]+/g) ?? []).map((pair) => pair.slice(1).split(',').map(Number));
  const [lon, lat] = label ?? positions[Math.floor(positions.length / 2)] ?? [];
  if (lon === undefined || lat === undefined) return;
  app.state.set({ panel: 'draw', near: { lon: Number(lon.toFixed(5)), lat: Number(lat.toFixed(5)), radius: 500 } });
}

/** Which row of the legend it is, in that row's colour where it has one. */
function chip(app: App, collection: string, { properties }: Feature): HTMLElement {
  const t = app.t();
  const row = rows.find((r) => r.collection === collection && r.where
    && Object.entries(r.where).every(([k, v]) => properties[k] === v));
  const group = word(t, 'collection', collection);
  const category = keyOf(`category.${properties.category ?? ''}`);
  const words = collection === 'layout' && category ? `${t(category)} · ${group}` : row?.group === 'projects' ? `${t(`row.${row.key}` as never)} · ${group}` : group;
  const colour = row?.swatch.form === 'area' || row?.swatch.form === 'line' ? row.swatch.colour : null;
  const css = colour?.replace('.', '-').replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
  return h('span', { class: 'chip', ...(css && !css.startsWith('base') ? { style: `--chip:var(--${css})` } : {}) }, words);
}

/** The plan's own words, always in Chinese, with the clause they stand in. */
function quote(app: App, { properties: p }: Feature): HTMLElement | null {
  if (!p.plan_text && !p.plan_ref) return null;
  const t = app.t();
  const clause = p.plan_clause;
  const more = clause && h('details', { onToggle: (event: Event) => void loadClause(app, event.target as HTMLDetailsElement, clause) },
    h('summary', {}, t('card.clause')), h('div', { class: 'clause', lang: 'zh' }));
  return h('blockquote', { class: 'quote' },
    p.plan_text && h('p', { lang: 'zh' }, p.plan_text),
    h('footer', {}, p.plan_ref && h('cite', {}, said(app, t('card.plan', { ref: p.plan_ref })))), more);
}

async function loadClause(app: App, box: HTMLDetailsElement, id: string): Promise<void> {
  const into = box.querySelector('.clause');
  if (!box.open || !into || into.childElementCount) return;
  try {
    const clause = await app.client.clause(id);
    replace(into, h('h3', {}, [clause.part, clause.chapter, clause.heading].filter(Boolean).join(' · ')),
      ...clause.text.split('\n').filter((line) => line.trim()).map((line) => h('p', {}, line)));
  } catch {
    replace(into, h('p', { class: 'bad' }, app.t()('card.clause.failed')));
  }
}

/** What a station adds to the last coverage answer. */
function stationCoverage(app: App, collection: string, feature: Feature): HTMLElement | null {
  if (collection !== 'rail-stations') return null;
  const t = app.t();
  const { lang, horizon, radius } = app.state.get();
  const site = app.data.get().coverage.answer?.sites.find((s) => s.id === feature.id || s.members.includes(feature.id));
  return site ? h('dl', { class: 'facts' }, fact(app,
    t('card.station.coverage', { horizon: t(`horizon.short.${horizon}`), radius: distance(radius, lang) }),
    t('card.station.value', { exclusive: people(site.exclusive, lang), shared: people(site.shared, lang) }))) : null;
}

/** The projects one town's stack holds. */
function stackCard(app: App, town: Feature): Node[] {
  const t = app.t();
  const { lang } = app.state.get();
  const projects = (app.data.get().items['key-projects'] ?? []).filter((p) => townsOf(p).some(({ id }) => id === town.id));
  return [
    head(app, h('span', { class: 'chip' }, t('collection.key-projects')), badge(app, 'schematic')),
    h('h2', { tabindex: -1 }, t('card.stack', { town: nameOf(town.properties, lang), count: projects.length })),
    h('ul', { class: 'in-view' }, ...projects.map((p) =>
      h('li', {}, h('button', { type: 'button', 'data-id': p.id, onClick: () => app.open({ collection: 'key-projects', id: p.id }) },
        said(app, nameOf(p.properties, lang)),
        p.properties.category ? h('small', { class: 'muted' }, ` ${word(t, 'row', `key-projects:${p.properties.category}`)}`) : null)))),
  ];
}

function copyLink(app: App): (event: Event) => void {
  return (event) => {
    const button = event.currentTarget as HTMLButtonElement;
    void navigator.clipboard?.writeText(location.href).then(() => {
      button.textContent = app.t()('card.copied');
    });
  };
}
