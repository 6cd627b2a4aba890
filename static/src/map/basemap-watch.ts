import type { Map as MapLibre, MapSourceDataEvent } from 'maplibre-gl';
import type { App } from '../app.ts';
import { groundOf } from './ground.ts';

/** A basemap that has not answered for so long is said to be missing, milliseconds. */
const patience = 10_000;

/**
 * Tells in `data.basemapFailed` that tiles of the raster map did not come; the
 * plan over it stays. `rest` is called when the plan is drawn and only the
 * raster map keeps the map from resting.
 */
export function watchBasemap(map: MapLibre, app: App, rest: () => void): () => void {
  let failed = false;
  let loaded = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const mine = (event: unknown): boolean => (event as { sourceId?: string }).sourceId === 'basemap';
  const onError = (event: unknown): void => void (failed ||= mine(event));
  const onData = (event: MapSourceDataEvent): void => {
    if (mine(event) && event.tile?.state === 'loaded') loaded = true;
  };
  const late = (): void => {
    timer = undefined;
    if (!map.getSource('basemap') || map.isSourceLoaded('basemap')) return;
    app.data.set({ basemapFailed: true });
    if (map.getSource('plan') && map.isSourceLoaded('plan')) rest();
  };
  const onLoading = (event: unknown): void => {
    if (mine(event)) timer ??= setTimeout(late, patience);
  };
  const onIdle = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (failed || loaded) app.data.set({ basemapFailed: failed });
    failed = loaded = false;
  };
  map.on('error', onError);
  map.on('sourcedata', onData);
  map.on('dataloading', onLoading);
  map.on('idle', onIdle);
  const stop = app.state.select((s) => [s.basemap] as const, () => {
    failed = loaded = false;
    app.data.set({ basemapFailed: false });
  });
  return () => {
    clearTimeout(timer);
    stop();
    map.off('error', onError);
    map.off('sourcedata', onData);
    map.off('dataloading', onLoading);
    map.off('idle', onIdle);
  };
}

/** Asks for the raster map's tiles again, those that failed too. */
export function retryBasemap(map: MapLibre, app: App): void {
  const ground = groundOf(app);
  const source = map.getSource('basemap');
  if (typeof ground === 'object' && source?.type === 'raster') (source as unknown as { setTiles(tiles: string[]): void }).setTiles([ground.tiles]);
}
