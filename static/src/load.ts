import { ApiError } from './api/client.ts';
import type { App } from './app.ts';
import { rows } from './map/rows.ts';
import type { Basemap, Feature } from './api/types.ts';

/** The reason a request failed, in the reader's words. */
export function reasonOf(app: App, error: unknown): string {
  if (error instanceof ApiError) return error.status === 0 ? app.t()('error.offline') : error.message;
  return String(error);
}

const aborted = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/** Collections, and the items of those that several legend rows share. */
export async function loadCollections(app: App): Promise<void> {
  try {
    app.data.set({ collections: await app.client.collections() });
    const shared = new Set(rows.filter((row) => row.where).map((row) => row.collection));
    const items: Record<string, readonly Feature[]> = {};
    for (const { id, methods } of app.data.get().collections) {
      // One method for all: the collection's count says it already. Projects are needed for their stacks.
      if (!shared.has(id) || (id !== 'key-projects' && Object.keys(methods ?? {}).length < 2)) continue;
      items[id] = await app.client.items(id);
    }
    app.data.set({ items });
  } catch (error) {
    app.data.set({ notice: app.t()('map.lost', { reason: reasonOf(app, error) }) });
  }
}

/** The raster maps that may lie under the plan. A link to one that is not among them gets the map's own ground, and a word about it. */
export async function loadBasemaps(app: App): Promise<void> {
  const found = await app.client.get<{ basemaps: readonly Basemap[] }>('basemaps').catch(() => null);
  if (!found) return; // asked again when the server is back
  const { basemaps } = found;
  const { basemap } = app.state.get();
  const known = basemap === 'vector' || basemap === 'none' || basemaps.some(({ id }) => id === basemap);
  app.data.set({ basemaps, ...(known ? {} : { notice: app.t()('basemap.unknown', { id: basemap }) }) });
  if (!known) app.state.set({ basemap: 'vector' });
}

/** Keeps `data.selected` on the state's feature; the newest request wins. */
export function followSelection(app: App, arrived: (feature: Feature) => void): () => void {
  let running: AbortController | null = null;
  return app.state.select((s) => [s.feature] as const, (chosen) => {
    running?.abort();
    running = null;
    if (!chosen) return app.data.set({ selected: null });
    // A stack of projects is chosen by its town, and shows as that town.
    const ref = chosen.collection === 'stacks' ? { ...chosen, collection: 'townships' } : chosen;
    if (ref.collection === 'local') {
      const at = ref.id.lastIndexOf('/');
      const file = app.data.get().local.find((l) => l.name === ref.id.slice(0, at));
      const value = file?.features.find((f) => f.id === ref.id.slice(at + 1));
      app.data.set({ selected: value ? { busy: false, value } : { busy: false, error: app.t()('local.absent') } });
      if (value) arrived(value);
      return;
    }
    const mine = (running = new AbortController());
    app.data.set({ selected: { busy: true } });
    const schema = app.data.get().schemas[ref.collection];
    void Promise.all([
      app.client.item(ref, mine.signal),
      // Without its schema a card still has names, words and source.
      schema ?? app.client.schema(ref.collection, mine.signal).catch(() => undefined),
    ]).then(
      ([value, known]) => {
        if (mine.signal.aborted) return;
        if (known) app.data.set({ schemas: { ...app.data.get().schemas, [ref.collection]: known } });
        app.data.set({ selected: { busy: false, value } });
        arrived(value);
      },
      (error: unknown) => {
        if (!mine.signal.aborted && !aborted(error)) app.data.set({ selected: { busy: false, error: reasonOf(app, error) } });
      },
    );
  });
}
