import type { ErrorEvent, Map as MapLibre, VectorTileSource } from 'maplibre-gl';
import type { App } from '../app.ts';

interface TileID { readonly z: number; readonly x: number; readonly y: number }
/** What MapLibre tells of a source's failure: with a tile, or of the source's own description. */
type Failure = ErrorEvent & { readonly sourceId?: string; readonly tile?: { readonly tileID: { readonly canonical: TileID } } };

/**
 * Tells in `data.tilesFailed` that tiles of the plan did not come; old tiles
 * stay, rows say so, and `retry` asks for those that failed again.
 */
export function watchPlan(map: MapLibre, app: App): { readonly retry: () => void; readonly dispose: () => void } {
  const failed = new Map<string, TileID>();
  let described = true;
  const onError = (event: Failure): void => {
    if (event.sourceId !== 'plan') return;
    if (event.tile) {
      const { z, x, y } = event.tile.tileID.canonical;
      failed.set(`${z}/${x}/${y}`, { z, x, y });
    } else described = false;
    app.data.set({ tilesFailed: true });
    if (!('status' in event.error)) app.client.get('healthz').catch(() => {}); // tells the server's absence from a refusal
  };
  map.on('error', onError);
  return {
    retry() {
      app.data.set({ tilesFailed: false });
      // By name: asked for as a whole, MapLibre 6 puts failed tiles behind a load that no longer runs.
      const again = [...failed.values()];
      failed.clear();
      if (!described) map.getSource<VectorTileSource>('plan')?.setUrl(app.client.url('xyz/plan.json'));
      else if (again.length && map.getSource('plan')) map.refreshTiles('plan', again);
      described = true;
    },
    dispose: () => void map.off('error', onError),
  };
}
