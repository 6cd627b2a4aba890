import { commitEdits, patchStudio, stationAt, stationOf } from './studio.ts';
import { nameOf } from '../app.ts';
import type { App } from '../app.ts';
import { say } from '../say.ts';
import type { AddedSite, Edits, LonLat } from '../question.ts';

/** Five decimals, about a metre: what a link holds is what is asked. */
export const rounded = ([lon, lat]: LonLat): LonLat => [Math.round(lon * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5];

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export function edits(app: App): Edits {
  return app.data.get().studio.draft ?? app.state.get().question.edits;
}

/** The pin in hand while it is dragged; `from` is where the station stands, if it is one. */
export function heldPin(app: App): { readonly id: string; readonly at: LonLat; readonly from: LonLat | null; readonly name: string } | null {
  const { draft, picked } = app.data.get().studio;
  if (!draft || picked === null) return null;
  const added = draft.add.find((a) => a.id === picked);
  const at = added?.at ?? draft.move.find((m) => m.id === picked)?.to;
  return at ? { id: picked, at, from: added ? null : stationAt(app, picked), name: editName(app, picked) } : null;
}

/** The edits with one more station, named by the first free letter unless it has a name. */
export function withAdded(current: Edits, at: LonLat, name?: string): { edits: Edits; id: string } {
  const taken = new Set(current.add.map((a) => a.name));
  const free = name || [...letters].find((l) => !taken.has(l)) || String(current.add.length + 1);
  const number = 1 + Math.max(0, ...current.add.map((a) => Number(/^new-(\d+)$/.exec(a.id)?.[1] ?? 0)));
  const site: AddedSite = { id: `new-${number}`, at: rounded(at), name: free };
  return { edits: { ...current, add: [...current.add, site] }, id: site.id };
}

/** The edits with a station, added or existing, somewhere else. */
export function withMoved(current: Edits, id: string, to: LonLat): Edits {
  if (current.add.some((a) => a.id === id)) {
    return { ...current, add: current.add.map((a) => (a.id === id ? { ...a, at: rounded(to) } : a)) };
  }
  return { ...current, remove: current.remove.filter((r) => r !== id), move: [...current.move.filter((m) => m.id !== id), { id, to: rounded(to) }] };
}

/** The edits without anything about one station: an added one is gone, an existing one is back as it was. */
export function withoutEdit(current: Edits, id: string): Edits {
  return { add: current.add.filter((a) => a.id !== id), remove: current.remove.filter((r) => r !== id), move: current.move.filter((m) => m.id !== id) };
}

export function withClosed(current: Edits, id: string): Edits {
  const rest = withoutEdit(current, id);
  return { ...rest, remove: [...rest.remove, id] };
}

/** The name of a what-if station: 假设站 A, or what its maker called it. */
export function editName(app: App, id: string): string {
  const { lang } = app.state.get();
  const added = edits(app).add.find((a) => a.id === id);
  if (added) return /^([A-Z]|\d+)$/.test(added.name) ? app.t()('whatif.name', { letter: added.name }) : added.name;
  const station = stationOf(app, id);
  return station ? nameOf(station.properties, lang) : id;
}

/** Takes the map in hand: the next click, tap or Enter at the crosshair places a station. */
export function armPlacing(app: App): void {
  app.data.set({
    tool: {
      name: 'place',
      at: (place) => {
        const { edits: next, id } = withAdded(edits(app), place);
        app.data.set({ tool: null });
        commitEdits(app, next);
        patchStudio(app, { picked: id });
        say(app, app.t()('whatif.placed', { name: editName(app, id) }));
      },
    },
  });
  app.map()?.focus();
}

/** The way to move without dragging: the next click, tap or Enter is where it goes. */
export function armMoving(app: App, id: string): void {
  patchStudio(app, { picked: id });
  app.data.set({
    tool: {
      name: 'move',
      at: (place) => {
        app.data.set({ tool: null });
        commitEdits(app, withMoved(edits(app), id, place));
        say(app, app.t()('whatif.moved', { name: editName(app, id) }));
      },
    },
  });
  app.map()?.focus();
}
