import type { Horizon, RowChange } from '../state.ts';

/** The shape a legend swatch and a map symbol share. */
export type Swatch =
  | { readonly form: 'area'; readonly colour: Hue; readonly fill: AreaFill; readonly edge: 'dashed' | 'none' }
  /** `casing`: the colour beside the line, as on the map. */
  | { readonly form: 'line'; readonly colour: Hue; readonly dash: 'solid' | 'long' | 'short' | 'boundary'; readonly casing?: Hue }
  | { readonly form: 'icon'; readonly icon: string };

/** `backhatch` leans the other way, as the hatch of green belts does. */
type AreaFill = 'hatch' | 'backhatch' | 'dots' | 'tint' | 'horizontal';

/** A colour by name: a group of the flavour and its key. */
export type Hue = `${'base' | 'plan' | 'ui'}.${string}`;

/** The groups of the legend, in the order of the plan's chapters. */
export const rowGroups = ['layout', 'rail', 'green', 'roads', 'power', 'projects', 'parks', 'base'] as const;
export type RowGroup = (typeof rowGroups)[number];

/** One line of the legend: what can be shown and hidden as one thing. */
export interface Row {
  readonly key: string;
  readonly group: RowGroup;
  /** The collection whose provenance the badge shows. */
  readonly collection: string;
  /** Which of the collection's features are this row's; none: all. */
  readonly where?: Readonly<Record<string, string | number | readonly (string | number)[]>>;
  readonly swatch: Swatch;
  /** Drawn from this zoom on. */
  readonly minzoom?: number;
  /** Nothing of the row exists before this horizon. */
  readonly from?: Horizon;
  /** Part of the map's own ground: a raster map, or none, takes its place. */
  readonly ground?: true;
}

const area = (colour: Hue, fill: AreaFill, edge: 'dashed' | 'none' = 'dashed'): Swatch => ({ form: 'area', colour, fill, edge });
const line = (colour: Hue, dash: 'solid' | 'long' | 'short' | 'boundary' = 'solid'): Swatch => ({ form: 'line', colour, dash });
const cased = (colour: Hue, casing: Hue): Swatch => ({ form: 'line', colour, casing, dash: 'solid' });
const symbol = (name: string): Swatch => ({ form: 'icon', icon: name });

export const projectCategories = ['culture', 'relocation', 'transport', 'water', 'energy', 'resilience', 'education', 'health'] as const;
export type ProjectCategory = (typeof projectCategories)[number];

/** All rows of the legend, top to bottom. Names are in i18n under `row.<key>`. */
export const rows: readonly Row[] = [
  { key: 'layout:core', group: 'layout', collection: 'layout', where: { category: 'core' }, swatch: area('plan.core', 'hatch') },
  { key: 'layout:zone', group: 'layout', collection: 'layout', where: { category: 'zone' }, swatch: area('plan.zone', 'hatch') },
  { key: 'layout:town', group: 'layout', collection: 'layout', where: { category: 'town' }, swatch: area('plan.town', 'dots') },
  { key: 'layout:belt', group: 'layout', collection: 'layout', where: { category: 'belt' }, swatch: area('plan.belt', 'tint') },
  { key: 'layout:axis', group: 'layout', collection: 'layout', where: { category: 'axis' }, swatch: line('plan.axis', 'long') },
  { key: 'layout:corridor', group: 'layout', collection: 'layout', where: { category: 'corridor' }, swatch: area('plan.corridor', 'tint') },
  { key: 'subcentre', group: 'layout', collection: 'subcentre', swatch: line('ui.brand', 'long') },
  { key: 'rail:now', group: 'rail', collection: 'rail-stations', where: { horizon: 'now' }, swatch: line('plan.railNow') },
  { key: 'rail:2030', group: 'rail', collection: 'rail-stations', where: { horizon: '2030' }, swatch: line('plan.rail2030', 'long'), from: '2030' },
  { key: 'rail:beyond', group: 'rail', collection: 'rail-stations', where: { horizon: 'beyond' }, swatch: line('plan.railLater', 'short'), from: 'beyond' },
  { key: 'station-entrances', group: 'rail', collection: 'station-entrances', swatch: symbol('entrance'), minzoom: 14 },
  { key: 'green:heart', group: 'green', collection: 'green-structure', where: { category: 'heart' }, swatch: area('plan.greenHeart', 'tint') },
  { key: 'green:ring', group: 'green', collection: 'green-structure', where: { category: 'ring' }, swatch: line('plan.ringPark', 'short') },
  { key: 'green-ring-parks', group: 'green', collection: 'green-ring-parks', swatch: area('plan.ringPark', 'tint') },
  { key: 'green:belt', group: 'green', collection: 'green-structure', where: { category: 'belt' }, swatch: area('plan.greenBelt', 'backhatch', 'none') },
  { key: 'green:control', group: 'green', collection: 'green-structure', where: { category: 'control' }, swatch: area('plan.greenControl', 'horizontal', 'none') },
  { key: 'plan-areas', group: 'green', collection: 'plan-areas', swatch: area('plan.greenHeart', 'tint') },
  { key: 'road-grid:横', group: 'roads', collection: 'road-grid', where: { axis: '横' }, swatch: line('plan.roadH') },
  { key: 'road-grid:纵', group: 'roads', collection: 'road-grid', where: { axis: '纵' }, swatch: line('plan.roadV') },
  { key: 'roads', group: 'roads', collection: 'roads', swatch: cased('base.highway', 'base.highwayCasing'), ground: true },
  { key: 'substations:500kV', group: 'power', collection: 'substations', where: { voltage_kv: 500 }, swatch: symbol('substation-500') },
  { key: 'substations:220kV', group: 'power', collection: 'substations', where: { voltage_kv: 220 }, swatch: symbol('substation-220') },
  { key: 'substations:110kV', group: 'power', collection: 'substations', where: { voltage_kv: 110 }, swatch: symbol('substation-110') },
  ...projectCategories.map((category): Row => ({
    key: `key-projects:${category}`, group: 'projects', collection: 'key-projects', where: { category }, swatch: symbol(`project-${category}`),
  })),
  { key: 'industrial-parks', group: 'parks', collection: 'industrial-parks', swatch: symbol('industrial-park') },
  { key: 'district', group: 'base', collection: 'district', swatch: line('base.district', 'boundary') },
  { key: 'townships', group: 'base', collection: 'townships', swatch: line('base.town', 'boundary') },
  { key: 'rivers', group: 'base', collection: 'rivers', swatch: cased('base.water', 'base.waterLine'), ground: true },
  { key: 'places', group: 'base', collection: 'places', swatch: symbol('place'), minzoom: 11 },
];

/** Whether a row shows at a horizon, and how strongly (0–1), after the reader's changes. `own`: the ground is the map's own. */
export function rowState(row: Row, changes: Readonly<Record<string, RowChange>>, horizon: Horizon, own = true): { on: boolean; drawn: boolean; opacity: number } {
  const change = changes[row.key];
  const on = change?.on ?? true;
  return { on, drawn: on && reached(row.from, horizon) && (own || !row.ground), opacity: (change?.opacity ?? 100) / 100 };
}

/** The horizons a map at `horizon` shows: its own and the earlier ones. */
export function shownHorizons(horizon: Horizon): readonly Horizon[] {
  return horizon === 'now' ? ['now'] : horizon === '2030' ? ['now', '2030'] : ['now', '2030', 'beyond'];
}

export function reached(from: Horizon | undefined, horizon: Horizon): boolean {
  return !from || shownHorizons(horizon).includes(from);
}
