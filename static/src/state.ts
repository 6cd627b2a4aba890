import type { Compare, Question } from './question.ts';

/** How far the map looks: existing · with this plan's works · with what the plan only studies. */
export type Horizon = 'now' | '2030' | 'beyond';
export type Lang = 'zh' | 'en';
export type Theme = 'auto' | 'light' | 'dark';
/** The tools, one open at a time; each has its line in panels/panels.ts. */
export const panelNames = ['none', 'layers', 'coverage', 'compare', 'list', 'draw', 'table', 'downloads', 'about'] as const;
export type PanelName = (typeof panelNames)[number];

export const horizons: readonly Horizon[] = ['now', '2030', 'beyond'];

/** Longitude and latitude in degrees (CRS84), zoom in 512-pixel tiles. */
export interface Camera {
  readonly zoom: number;
  readonly lat: number;
  readonly lon: number;
}

export interface FeatureRef {
  readonly collection: string;
  readonly id: string;
}

/** What the reader changed on one legend row; absent fields keep the row's default. */
export interface RowChange {
  readonly on?: boolean;
  /** Percent, 0–100. */
  readonly opacity?: number;
}

/** A question about what lies around a point: lon/lat, metres. */
export interface Near {
  readonly lon: number;
  readonly lat: number;
  readonly radius: number;
}

/** Something the reader drew; lon/lat. A circle and a rectangle are kept as the polygons they are. */
export interface Drawn {
  readonly form: 'point' | 'line' | 'area';
  readonly at: readonly (readonly [lon: number, lat: number])[];
}

/** What the attribute table shows. */
export interface TableView {
  readonly layer: string;
  /** CQL2 text; empty: all. */
  readonly filter: string;
  /** `+name` or `-name`; empty: the layer's own order. */
  readonly sort: string;
}

/** Everything a link restores. */
export interface State {
  /** null: the whole layout, fitted to the free part of the window. */
  readonly camera: Camera | null;
  readonly horizon: Horizon;
  readonly panel: PanelName;
  readonly feature: FeatureRef | null;
  readonly rows: Readonly<Record<string, RowChange>>;
  /** What lies under the plan: `vector`, `none`, or the id of a raster map that the server was given. */
  readonly basemap: string;
  readonly lang: Lang;
  readonly theme: Theme;
  /** Catchment radius in metres, 100–3000. */
  readonly radius: number;
  readonly near: Near | null;
  readonly drawn: readonly Drawn[];
  readonly table: TableView;
  /** The clause of the plan that the about page is open at. */
  readonly clause: string | null;
  readonly question: Question;
  readonly compare: Compare;
  /** Demand that nothing reaches is on the map. */
  readonly gaps: boolean;
  /** The township whose stations the answer lists. */
  readonly town: string | null;
  /** The answer when the link was made, `digest:share`: first eight of the digest, share as printed. */
  readonly sealed: string | null;
}

export const radiusRange = { min: 100, max: 3000, step: 50, standard: 500 } as const; // metres; 500 is the plan's

/** The horizon the map itself shows: the left one while two are compared. */
export function shownHorizon({ panel, horizon, compare }: Pick<State, 'panel' | 'horizon' | 'compare'>): Horizon {
  return panel === 'compare' ? compare.left : horizon;
}

/** A value with subscribers. One notification per change, in order of subscription. */
export interface Store<T> {
  get(): T;
  set(patch: Partial<T>): void;
  /** Calls fn now and after each change of the slice (compared with Object.is on each array element). Returns a disposer. */
  select<S extends unknown[]>(slice: (value: T) => readonly [...S], fn: (...slice: NoInfer<S>) => void): () => void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(patch) {
      const next = { ...value, ...patch };
      const same = (Object.keys(patch) as (keyof T)[]).every((k) => Object.is(next[k], value[k]));
      if (same) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    select(slice, fn) {
      let last = slice(value);
      fn(...last);
      const listener = (): void => {
        const next = slice(value);
        if (next.every((v, i) => Object.is(v, last[i]))) return;
        last = next;
        fn(...next);
      };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
