/** The parts of the server's answers the page reads. Coordinates are lon/lat, CRS84. */

export type Method = 'official' | 'osm' | 'traced' | 'digitised' | 'schematic' | 'estimate' | 'unknown' | 'unlocated';

/** Where something comes from. Distances in metres, dates as YYYY-MM-DD. */
export interface Provenance {
  readonly source?: string;
  readonly licence?: string;
  readonly retrieved?: string;
  readonly method?: Method;
  readonly accuracy_m?: number | null;
  readonly open?: boolean;
}

export interface Collection {
  readonly id: string;
  readonly title: string;
  readonly title_zh?: string;
  readonly title_en?: string;
  readonly description_zh?: string;
  readonly description_en?: string;
  readonly group?: string;
  readonly plan_ref?: string;
  readonly item_count?: number;
  /** How many features of the collection were got by each method. */
  readonly methods?: Readonly<Partial<Record<Method, number>>>;
  readonly provenance?: Provenance;
}

export type Scalar = string | number | boolean | null;

/** A feature's attributes: those every layer has, then the layer's own. */
export interface Attributes extends Provenance {
  readonly name_zh?: string;
  readonly name_en?: string;
  readonly kind?: string;
  readonly category?: string;
  readonly status?: string;
  readonly status_note?: string;
  readonly horizon?: string | null;
  readonly plan_ref?: string;
  readonly plan_text?: string;
  readonly plan_clause?: string;
  readonly note?: string;
  readonly [name: string]: Scalar | readonly Scalar[] | undefined;
}

export type Feature = GeoJSON.Feature<GeoJSON.Geometry | null, Attributes> & { readonly id: string };

/** A layer's attributes in the order they are served, with their names in both languages. */
export interface Schema {
  readonly properties: Readonly<Record<string, {
    readonly type?: string;
    readonly 'x-ogc-title-zh'?: string;
    readonly 'x-ogc-title-en'?: string;
    readonly 'x-ogc-unit-text'?: string;
  }>>;
}

export interface Items {
  readonly type: 'FeatureCollection';
  readonly features: readonly Feature[];
  readonly numberMatched?: number;
}

/** One clause of the plan, in the plan's own words. */
export interface Clause {
  readonly id: string;
  readonly part?: string;
  readonly chapter?: string;
  readonly heading?: string;
  readonly level?: number;
  readonly text: string;
}

/** People inside the catchments against all people; share and band in percent, unrounded. */
export interface DemandResult {
  readonly demand: string;
  readonly unit: string;
  readonly covered: number;
  readonly total: number;
  readonly share: number | null;
  readonly band?: { readonly low: number; readonly high: number } | null;
}

export interface AreaShare {
  readonly id: string;
  readonly name_zh: string;
  readonly name_en?: string;
  readonly covered: number;
  readonly total: number;
  readonly share: number | null;
}

export interface SiteShare {
  readonly id: string;
  readonly members: readonly string[];
  readonly name_zh: string;
  readonly name_en?: string;
  readonly horizon?: string | null;
  readonly method?: Method;
  readonly exclusive: number;
  readonly shared: number;
}

export interface Reason {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

export interface Coverage {
  readonly indicator: { readonly id: string; readonly name_zh: string; readonly name_en?: string };
  readonly target: { readonly value: number | null; readonly unit: string; readonly words: string };
  readonly results: readonly DemandResult[];
  readonly combined: { readonly covered: number; readonly total: number; readonly share: number } | null;
  readonly combined_reason?: Reason | null;
  readonly area_km2: { readonly covered: number; readonly total: number };
  readonly by: readonly AreaShare[];
  readonly sites: readonly SiteShare[];
  readonly other_kinds?: readonly {
    readonly kind: string;
    readonly sites: number;
    readonly added_covered: number;
    readonly added_share: number;
  }[];
  readonly warnings?: readonly Reason[];
  readonly method: unknown;
  readonly digest: string;
}
