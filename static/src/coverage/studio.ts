import type { Coverage, Feature } from '../api/types.ts';
import type { Edits, LonLat, Question, StationKind } from '../question.ts';
import { shownHorizons } from '../map/rows.ts';
import { noEdits } from '../question.ts';
import type { CurveAnswer } from './curve-data.ts';
import { noSiting } from './siting-data.ts';
import type { Siting } from './siting-data.ts';
import type { App } from '../app.ts';
import type { Horizon } from '../state.ts';

/** A whole coverage question. */
export interface Ask {
  readonly horizon: Horizon;
  readonly radius: number;
  readonly question: Question;
}

/** Why there is no answer, in words for the reader. */
export interface Failure {
  readonly text: string;
  readonly field: string | null;
  /** Seconds the server asks to wait before the next try. */
  readonly retryAfter: number | null;
}

export interface CoverageAnswer {
  /** A request is running; the previous answer stays meanwhile. */
  readonly busy: boolean;
  readonly answer: Coverage | null;
  /** What `answer` answers, and how long it took the reader to get it, milliseconds. */
  readonly asked: (Ask & { readonly ms: number }) | null;
  /** Circles of the question without its edits. */
  readonly catchments: GeoJSON.FeatureCollection | null;
  readonly failure: Failure | null;
}

export interface Pair {
  readonly left: Coverage | null;
  readonly right: Coverage | null;
  readonly failure: Failure | null;
}

/** What the coverage tools hold between question and answer. */
export interface Studio {
  readonly towns: readonly Feature[];
  /** Edits while a pin is being dragged; they become the question's when it is let go. */
  readonly draft: Edits | null;
  readonly past: readonly Edits[];
  readonly future: readonly Edits[];
  /** The what-if station under work: an added one's id or an existing one's. */
  readonly picked: string | null;
  /** Whether the server can answer by walking distance: only with a network somebody supplied. */
  readonly walkable: 'yes' | 'no';
  /** Whether it can measure from entrances. */
  readonly entrances: boolean;
  readonly curve: CurveAnswer | null;
  /** The two answers of a comparison. */
  readonly pair: Pair;
  readonly siting: Siting;
  /** The stations that serve the township chosen in the answer. */
  readonly serving: { readonly town: string; readonly sites: ReadonlySet<string> } | null;
}

export const emptyStudio: Studio = { towns: [], draft: null, past: [], future: [], picked: null, walkable: 'no', entrances: false, curve: null, pair: { left: null, right: null, failure: null }, siting: noSiting, serving: null };

const undoable = 50; // steps

/** What is asked now, a dragged pin included. */
export function currentAsk(app: App): Ask {
  const { horizon, radius, question } = app.state.get();
  const { draft } = app.data.get().studio;
  return applicable(app, { horizon, radius, question: draft ? { ...question, edits: draft } : question });
}

/** Leaves out edits of stations that do not count at the question's horizon: they wait for one at which they do. */
export function applicable(app: App, ask: Ask): Ask {
  const { edits } = ask.question;
  if (!edits.remove.length && !edits.move.length) return ask;
  const counts = (id: string): boolean => {
    const station = stationOf(app, id);
    return !station || counted(station, ask);
  };
  const remove = edits.remove.filter(counts);
  const move = edits.move.filter(({ id }) => counts(id));
  return remove.length === edits.remove.length && move.length === edits.move.length
    ? ask : { ...ask, question: { ...ask.question, edits: { ...edits, remove, move } } };
}

export function stationOf(app: App, id: string): Feature | undefined {
  return app.data.get().items['rail-stations']?.find((f) => f.id === id);
}

/** Where a station stands. */
export function stationAt(app: App, id: string): LonLat | null {
  const g = stationOf(app, id)?.geometry;
  return g?.type === 'Point' ? [g.coordinates[0] ?? 0, g.coordinates[1] ?? 0] : null;
}

/** Whether a station is one of the question's sites before any edit. */
export function counted({ properties: p }: Feature, { horizon, question }: Ask): boolean {
  const mode = typeof p['mode'] === 'string' ? p['mode'] : 'metro';
  return p.status !== 'closed' && shownHorizons(horizon).includes((p.horizon ?? 'now') as Horizon) && question.kinds.includes(mode as StationKind);
}

export function patchStudio(app: App, patch: Partial<Studio>): void {
  app.data.set({ studio: { ...app.data.get().studio, ...patch } });
}

export function patchQuestion(app: App, patch: Partial<Question>): void {
  app.state.set({ question: { ...app.state.get().question, ...patch }, sealed: null });
}

/** Makes edits the question's, with a step to undo. */
export function commitEdits(app: App, edits: Edits): void {
  const { question } = app.state.get();
  const { past } = app.data.get().studio;
  patchStudio(app, { draft: null, past: [...past, question.edits].slice(-undoable), future: [] });
  patchQuestion(app, { edits });
}

export function undo(app: App): boolean {
  const { past, future } = app.data.get().studio;
  const edits = past.at(-1);
  if (!edits) return false;
  patchStudio(app, { past: past.slice(0, -1), future: [...future, app.state.get().question.edits], draft: null });
  patchQuestion(app, { edits });
  return true;
}

export function redo(app: App): boolean {
  const { past, future } = app.data.get().studio;
  const edits = future.at(-1);
  if (!edits) return false;
  patchStudio(app, { past: [...past, app.state.get().question.edits], future: future.slice(0, -1), draft: null });
  patchQuestion(app, { edits });
  return true;
}

export function clearEdits(app: App): void {
  commitEdits(app, noEdits);
}
