/** Longitude and latitude in degrees, CRS84. */
export type LonLat = readonly [lon: number, lat: number];

export const stationKinds = ['metro', 'suburban', 'tram', 'national'] as const;
export type StationKind = (typeof stationKinds)[number];

export interface AddedSite { readonly id: string; readonly at: LonLat; readonly name: string }
export interface MovedSite { readonly id: string; readonly to: LonLat }

/** What if: stations added, closed (by id) and moved. */
export interface Edits {
  readonly add: readonly AddedSite[];
  readonly remove: readonly string[];
  readonly move: readonly MovedSite[];
}

/** What coverage is asked beyond horizon and radius. */
export interface Question {
  readonly rule: 'circle' | 'walk';
  readonly from: 'centre' | 'entrances';
  readonly kinds: readonly StationKind[];
  /** Lines whose stations count; empty: all. */
  readonly lines: readonly string[];
  /** Ids of demand surfaces; empty: the catalog's newest of each kind. */
  readonly demand: readonly string[];
  /** `district`, `subcentre`, a township's id, or a polygon drawn by hand: `poly:` and a polyline of precision 5. */
  readonly area: string;
  readonly edits: Edits;
}

export const noEdits: Edits = { add: [], remove: [], move: [] };

export const standardQuestion: Question = {
  rule: 'circle', from: 'centre', kinds: ['metro'], lines: [], demand: [], area: 'district', edits: noEdits,
};

export function countEdits({ add, remove, move }: Edits): number {
  return add.length + remove.length + move.length;
}

/** Two horizons side by side, left of the handle and right of it. */
export interface Compare {
  readonly left: 'now' | '2030' | 'beyond';
  readonly right: 'now' | '2030' | 'beyond';
  /** Where the handle stands: share of the window's width, 0–1. */
  readonly at: number;
  /** swipe: two maps; diff: one map of what changed. */
  readonly mode: 'swipe' | 'diff';
}

export const standardCompare: Compare = { left: 'now', right: '2030', at: 0.5, mode: 'swipe' };
