/**
 * The server's answers under the names the page uses. Their shapes come from the OpenAPI document (`make types`);
 * what it leaves open is narrowed here. Coordinates are lon/lat, CRS84; distances in metres, dates as YYYY-MM-DD.
 */
import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

/** Of a layer, or of a feature, which may leave things out. */
export type Provenance = { readonly [K in keyof Schemas['Provenance']]?: Schemas['Provenance'][K] | null };
export type Method = Schemas['Provenance']['method'];
export type Scalar = string | number | boolean | null;

/** A layer; `methods` counts its features by how their geometry was got. */
export type Collection = Omit<Schemas['Collection'], 'methods'> & { readonly methods: Readonly<Partial<Record<Method, number>>> };

/** A feature's attributes: those every layer has, then the layer's own. */
export type Attributes = Schemas['Feature']['properties'] & { readonly [name: string]: Scalar | readonly Scalar[] | undefined };
export type Feature = GeoJSON.Feature<GeoJSON.Geometry | null, Attributes> & { readonly id: string };
export type Items = Omit<Schemas['FeatureCollection'], 'features'> & { readonly features: readonly Feature[] };

/** A layer's attributes in the order they are served, with their names in both languages. */
export type Schema = Schemas['SchemaDocument'];

/** A raster map of others that may lie under the plan. */
export type Basemap = Schemas['Basemap'];

/** One clause of the plan, in the plan's own words. */
export type Clause = Schemas['Clause'];

/** The answer of /coverage; shares and bands in percent, unrounded. */
export type Coverage = Schemas['CoverageDocument'] & { readonly what_if?: WhatIf | null };
export type DemandResult = Schemas['ResultPart'];
export type Combined = NonNullable<Schemas['CoverageDocument']['combined']>;
export type AreaShare = Schemas['AreaShare'];
export type SiteShare = Schemas['SitePart'];
export type Reason = Schemas['Reason'];

/** A difference between two answers: an amount, and percentage points. */
export interface Gain {
  readonly demand: string;
  readonly covered: number;
  readonly share: number;
}

/** What the edits of a question change against the sites as they are. */
export interface WhatIf {
  readonly base: { readonly results: readonly DemandResult[]; readonly combined: Combined | null };
  readonly difference: Gain;
  readonly edits: readonly {
    readonly id: string;
    readonly edit: 'add' | 'remove' | 'move' | 'add-line' | 'remove-line';
    readonly alone: Gain;
    readonly together: Gain;
  }[];
}
