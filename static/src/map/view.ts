import type { Map as MapLibre, MapGeoJSONFeature, Point } from 'maplibre-gl';
import { isUncertain } from './layers/kit.ts';
import type { LayerMetadata } from './layers/kit.ts';
import type { Method } from '../api/types.ts';
import { nameOf } from '../app.ts';
import type { InViewItem, View } from '../app.ts';
import type { Lang } from '../state.ts';

/** The list of features in view stops here; more would be a list nobody reads. */
const listed = 200;

/** Points before lines before areas, big things last: the order in which a reader names what he sees. */
const order = [
  'layout', 'rail-stations', 'key-projects', 'stacks', 'industrial-parks', 'places', 'green-structure', 'green-ring-parks', 'plan-areas',
  'substations', 'rail-lines', 'road-grid', 'roads', 'rivers', 'station-entrances', 'townships', 'subcentre', 'district',
];

const rank = (collection: string): number => {
  const at = order.indexOf(collection);
  return at < 0 ? order.length : at;
};

/** Reads from the drawn map what is in view, each feature once, and which tile layers and answers drew anything at all. */
export function readView(map: MapLibre, lang: Lang): View & { collections: string[] } {
  const seen = new Map<string, InViewItem>();
  const collections = new Set<string>();
  for (const feature of map.queryRenderedFeatures()) {
    const { pick, collection } = metadata(feature);
    collections.add(feature.sourceLayer || feature.source); // ours, the answers', have no source layer
    if (!pick) continue;
    const item = itemOf(feature, collection);
    if (item) seen.set(`${item.collection}/${item.id}`, item);
  }
  const collator = new Intl.Collator(lang === 'zh' ? 'zh-Hans-CN' : 'en', { numeric: true });
  const items = [...seen.values()].sort(
    (a, b) => rank(a.collection) - rank(b.collection) || collator.compare(nameOf(a, lang), nameOf(b, lang)) || (a.id < b.id ? -1 : 1),
  );
  return { zoom: map.getZoom(), items: items.slice(0, listed), total: items.length, collections: [...collections].sort() };
}

/** A feature under the pointer; where its place is uncertain, how it was got and how many metres it may be off. */
export interface Picked extends InViewItem {
  readonly about?: { readonly method: Method | undefined; readonly accuracy: number | undefined };
}

/** The features under a point, topmost first, within `reach` pixels. */
export function pickAt(map: MapLibre, point: Point, reach: number): Picked[] {
  const found = new Map<string, Picked>();
  const { x, y } = point;
  for (const feature of map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]])) {
    const { pick, collection } = metadata(feature);
    const item = pick ? itemOf(feature, collection) : null;
    const key = item && `${item.collection}/${item.id}`;
    if (item && key && !found.has(key)) {
      const { method, accuracy_m } = feature.properties as { method?: Method; accuracy_m?: number };
      found.set(key, isUncertain(feature.properties) ? { ...item, about: { method, accuracy: accuracy_m } } : item);
    }
  }
  return [...found.values()];
}

function metadata(feature: MapGeoJSONFeature): LayerMetadata {
  return (feature.layer.metadata as LayerMetadata | undefined) ?? { row: '', collection: '', pick: false };
}

function itemOf(feature: MapGeoJSONFeature, collection: string): InViewItem | null {
  const { id, name_zh, name_en, count } = feature.properties as Record<string, unknown>;
  if (typeof id !== 'string') return null;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  if (collection === 'stacks') return { collection, id, name_zh: `${String(count)} 个项目`, name_en: `${String(count)} projects` };
  return { collection, id, name_zh: text(name_zh), name_en: text(name_en) };
}
