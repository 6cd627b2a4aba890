import type { StyleSpecification } from 'maplibre-gl';
import { planStyle } from './style.ts';
import type { FlavorName } from './flavors.ts';

/**
 * The style other map clients load: the plan at every horizon, without painted
 * images and without text, because neither a sprite nor a glyph server stands
 * behind it. `{base}` is for the server to replace by its public address.
 */
export function exportedStyle(flavor: FlavorName): StyleSpecification {
  const style = planStyle({
    flavor, lang: 'zh', horizon: 'beyond', rows: {}, tiles: '{base}/xyz/plan.json', images: false, labels: false, live: null,
  });
  return {
    ...style,
    metadata: { 'layoutmap:horizon': 'beyond' },
    center: [116.7, 39.86], // lon, lat: the sub-center and the corridor south of it
    zoom: 10.5,
  };
}
