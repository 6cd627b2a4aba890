import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { Flavor, FlavorName } from '../flavors.ts';
import type { Row } from '../rows.ts';
import type { Horizon, Lang } from '../../state.ts';

/** What a layer file may know when it draws: nothing but the state, so the style stays a pure function of it. */
export interface Pen {
  readonly flavor: Flavor;
  readonly flavorName: FlavorName;
  readonly lang: Lang;
  readonly horizon: Horizon;
  /** Coverage is on: the layout recedes to 45 % and loses its labels. */
  readonly receded: boolean;
  /** Opacity of a row, 0–1; 0 and `drawn` false when it is off. */
  row(key: string): { readonly drawn: boolean; readonly opacity: number };
}

/** Says which legend row a style layer belongs to, and whether a click may pick its features. */
export interface LayerMetadata {
  readonly row: string;
  readonly collection: string;
  readonly pick: boolean;
}

type Fields = { readonly filter?: FilterSpecification; readonly minzoom?: number; readonly maxzoom?: number };
type WithSource = Exclude<LayerSpecification, { type: 'background' }>;
type Drawn = WithSource extends infer L
  ? L extends WithSource
    ? Pick<L, Extract<keyof L, 'type' | 'paint' | 'layout'>>
    : never
  : never;

/** Where a style layer's features come from and which row switches them. */
export interface Target extends Fields {
  readonly id: string;
  readonly row: string;
  readonly collection: string;
  /** The tile layer, when it is not the collection's own (its labels). */
  readonly tileLayer?: string;
  readonly pick?: boolean;
}

/** A style layer on the plan's tiles. Layers of rows that are off stay in the style, hidden, so that switching is a small diff. */
export function planLayer(pen: Pen, target: Target, drawn: Drawn): LayerSpecification {
  const metadata: LayerMetadata = { row: target.row, collection: target.collection, pick: target.pick ?? false };
  return {
    id: target.id,
    source: 'plan',
    'source-layer': target.tileLayer ?? target.collection,
    metadata,
    ...(target.filter ? { filter: target.filter } : {}),
    ...(target.minzoom === undefined ? {} : { minzoom: target.minzoom }),
    ...(target.maxzoom === undefined ? {} : { maxzoom: target.maxzoom }),
    ...drawn,
    layout: { ...drawn.layout, visibility: pen.row(target.row).drawn ? 'visible' : 'none' },
  } as LayerSpecification;
}

/** The filter of a row's own features. */
export function rowFilter(row: Pick<Row, 'where'>): ExpressionSpecification {
  const tests = Object.entries(row.where ?? {}).map(
    ([name, value]): ExpressionSpecification =>
      Array.isArray(value)
        ? ['in', ['get', name], ['literal', value as string[]]]
        : ['==', ['get', name], value as string | number],
  );
  return ['all', ...tests];
}

const schematic: ExpressionSpecification = ['==', ['get', 'method'], 'schematic'];
/** Lines whose course somebody knows. */
export const surveyed: ExpressionSpecification = ['!', schematic];
/** Lines that only say that there will be one: drawn broken, whatever they are. */
export const sketched: ExpressionSpecification = schematic;

/** What the schematic rules of the map hold for: no place known, or none to half a kilometre. */
export const uncertain: ExpressionSpecification = ['any', schematic, ['>=', ['coalesce', ['get', 'accuracy_m'], 0], 500]];

/** The same of a feature's properties. */
export function isUncertain(properties: Readonly<Record<string, unknown>>): boolean {
  return properties['method'] === 'schematic' || Number(properties['accuracy_m'] ?? 0) >= 500;
}

/** From here on the eye takes a mark for the place itself: the label says how far off it may be. */
const close = 14;

const marks = { zh: { schematic: '示意', about: '约' }, en: { schematic: 'schematic', about: 'about' } };

const known = (metres: string): ExpressionSpecification => ['>', ['coalesce', ['get', metres], 0], 0];
const off = (metres: string): ExpressionSpecification => ['concat', ' ±', ['to-string', ['get', metres]], ' m'];

/** A name that from z14 on carries the accuracy of an uncertain place, "示意 ±700 m". Below `from` there is no label. */
export function labelField(pen: Pen, name = nameField(pen.lang), { from = 0 } = {}): ExpressionSpecification {
  const mark = marks[pen.lang];
  const told: ExpressionSpecification = ['case', uncertain, ['concat',
    name, '\n', ['case', schematic, mark.schematic, mark.about], ['case', known('accuracy_m'), off('accuracy_m'), ''],
  ], name];
  return from ? ['step', ['zoom'], '', from, name, close, told] : ['step', ['zoom'], name, close, told];
}

/** The name of a schematic area along its centre line, which may be far better known: one line, with the area's accuracy. */
export function bandLabel(pen: Pen, name: ExpressionSpecification): ExpressionSpecification {
  return ['step', ['zoom'], name, close, ['case', known('area_accuracy_m'), ['concat', name, ' · ', marks[pen.lang].schematic, off('area_accuracy_m')], name]];
}

/** The picture of a point: hollow and broken where its place is uncertain. */
export function pointImage(pen: Pen, name: string): ExpressionSpecification {
  return ['case', uncertain, image(pen, `${name}-schematic`), image(pen, name)];
}

export function all(...tests: ExpressionSpecification[]): ExpressionSpecification {
  return ['all', ...tests];
}

/** Features that exist at the pen's horizon. One without a horizon always does. */
export function existing(shown: readonly Horizon[]): ExpressionSpecification {
  return ['in', ['coalesce', ['get', 'horizon'], 'now'], ['literal', [...shown]]];
}

/** A width in pixels that grows from z9 over z12 to z15. */
export function width(z9: number, z12: number, z15: number): ExpressionSpecification {
  return ['interpolate', ['exponential', 1.4], ['zoom'], 9, z9, 12, z12, 15, z15];
}

/** A value in pixels between zooms, straight. */
export function ramp(...stops: [zoom: number, value: number][]): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], ...stops.flat()] as ExpressionSpecification;
}

/** The name in the map's language; Chinese where English is missing. */
export function nameField(lang: Lang): ExpressionSpecification {
  const zh: ExpressionSpecification = ['coalesce', ['get', 'name_zh'], ''];
  if (lang === 'zh') return zh;
  return ['case', ['!=', ['coalesce', ['get', 'name_en'], ''], ''], ['get', 'name_en'], zh];
}

/** A painted image of the pen's flavour. */
export function image(pen: Pen, name: string): string {
  return `${pen.flavorName}:${name}`;
}

/** MapLibre reads the weight from the first name; the browser falls through to the installed family. */
const families = ['Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif'];
export const fontMedium = ['LM Sans Medium', ...families];
export const fontBold = ['LM Sans Bold', ...families];
