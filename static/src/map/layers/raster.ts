import type { LayerSpecification, RasterSourceSpecification } from 'maplibre-gl';
import type { Basemap } from '../../api/types.ts';

const wider = 0.6; // pixels of halo more, so that names stand off a photograph
const stronger = 1.4; // times the tint

export function rasterSource(map: Basemap): RasterSourceSpecification {
  return { type: 'raster', tiles: [map.tiles], scheme: map.scheme, tileSize: map.tile_size, maxzoom: map.max_zoom };
}

/** The map of others; `opacity` 0–1. */
export function raster(opacity: number): LayerSpecification[] {
  return [{ id: 'basemap', type: 'raster', source: 'basemap', paint: { 'raster-opacity': opacity, 'raster-fade-duration': 0 } }];
}

/** The plan's layers as they must be to be read over a busy picture: wider halos, stronger tints. */
export function overRaster(layers: readonly LayerSpecification[]): LayerSpecification[] {
  return layers.map((layer) => {
    const paint: Record<string, unknown> = { ...layer.paint };
    const halo = paint['text-halo-width'];
    const tint = paint['fill-opacity'];
    if (typeof halo === 'number') paint['text-halo-width'] = halo + wider;
    if ('source' in layer && layer.source === 'plan' && typeof tint === 'number' && !('fill-pattern' in paint)) paint['fill-opacity'] = Math.min(1, tint * stronger);
    return { ...layer, paint } as LayerSpecification;
  });
}
