import type { Client } from './api/client.ts';
import type { Basemap, Collection, Feature, Schema } from './api/types.ts';
import { translator } from './i18n/index.ts';
import type { Translate } from './i18n/index.ts';
import type { FlavorName } from './map/flavors.ts';
import { emptyOverlay } from './map/overlay.ts';
import type { Overlay } from './map/overlay.ts';
import type { PlanMap } from './map/map.ts';
import { emptyStudio } from './coverage/studio.ts';
import type { CoverageAnswer, Studio } from './coverage/studio.ts';
import type { LonLat } from './question.ts';
import type { FeatureRef, State, Store } from './state.ts';

/** Something still loading, there, or failed with a reason for the reader. */
export type Loading<T> = { readonly busy: true } | { readonly busy: false; readonly value: T } | { readonly busy: false; readonly error: string };

export interface InViewItem extends FeatureRef {
  readonly name_zh: string;
  readonly name_en: string;
}

/** What the map shows right now, written at each idle. */
export interface View {
  readonly zoom: number;
  readonly items: readonly InViewItem[];
  /** How many there are; `items` stops at 200. */
  readonly total: number;
}

/** A tool that has the map in hand: a click, a tap or Enter at the crosshair is its, not a question about a feature. */
export interface MapTool {
  readonly name: string;
  at(place: LonLat): void;
}

/** A file of the reader: its features, lon/lat. */
export interface LocalFile {
  readonly name: string;
  readonly features: readonly Feature[];
}

/** What came from the server or the map; never in the link. */
export interface Data {
  readonly collections: readonly Collection[];
  /** Items of the collections that several legend rows share, and of the projects. */
  readonly items: Readonly<Record<string, readonly Feature[]>>;
  /** Attribute names of the collections whose cards were opened. */
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly selected: Loading<Feature> | null;
  /** Other features under the last click. */
  readonly also: readonly InViewItem[];
  readonly coverage: CoverageAnswer;
  /** What the coverage tools hold between question and answer. */
  readonly studio: Studio;
  readonly tool: MapTool | null;
  readonly overlay: Overlay;
  readonly view: View;
  readonly flavor: FlavorName;
  /** Files of the reader, in this page only. */
  readonly local: readonly LocalFile[];
  /** The raster maps of others that the server was given; null until it has said. */
  readonly basemaps: readonly Basemap[] | null;
  /** Tiles of the chosen one do not come. */
  readonly basemapFailed: boolean;
  /** Map tiles failed and have not come since. */
  readonly tilesFailed: boolean;
  /** The server does not answer; somebody keeps asking. */
  readonly lost: boolean;
  /** Counts how often the server came back: what failed meanwhile asks again. */
  readonly back: number;
  /** The server has newer data than this page shows. */
  readonly renewed: boolean;
  /** A sentence for everyone, shown until dismissed. */
  readonly notice: string | null;
}

export interface App {
  readonly state: Store<State>;
  readonly data: Store<Data>;
  readonly client: Client;
  /** The one map; null where the browser cannot draw it. */
  map(): PlanMap | null;
  /** The texts of the current language. */
  t(): Translate;
  /** Bring a feature's card and, when it lies outside the view, the feature. */
  open(ref: FeatureRef, also?: readonly InViewItem[]): void;
}

export const emptyData: Data = {
  collections: [], items: {}, schemas: {}, selected: null, also: [],
  coverage: { busy: false, answer: null, asked: null, catchments: null, failure: null }, studio: emptyStudio, tool: null, overlay: emptyOverlay,
  view: { zoom: 0, items: [], total: 0 }, flavor: 'light', local: [], basemaps: null, basemapFailed: false, tilesFailed: false, lost: false, back: 0, renewed: false, notice: null,
};

export function currentTexts(state: Store<State>): () => Translate {
  return () => translator(state.get().lang);
}

/** Name in the reader's language, Chinese where English is missing. */
export function nameOf(named: { readonly name_zh?: string | null; readonly name_en?: string | null; readonly id?: string | number }, lang: State['lang']): string {
  return (lang === 'en' && named.name_en) || named.name_zh || named.name_en || String(named.id ?? '');
}
