import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { fontBold, image } from './kit.ts';
import type { Pen } from './kit.ts';

const metadata = { row: 'coverage', collection: 'whatif', pick: false };
const role = (name: string): ExpressionSpecification => ['==', ['get', 'role'], name];

/** Circles of stations placed or moved, and crosses on closed ones; under the stations. */
export function whatIfRings(pen: Pen): LayerSpecification[] {
  const { plan } = pen.flavor;
  return [
    { id: 'whatif-ring', type: 'fill', source: 'whatif', metadata, filter: role('ring'), paint: { 'fill-color': plan.whatif, 'fill-opacity': pen.flavorName === 'dark' ? 0.22 : 0.16 } },
    { id: 'whatif-ring-edge', type: 'line', source: 'whatif', metadata, filter: role('ring'), paint: { 'line-color': plan.whatif, 'line-width': 2 } },
    { id: 'whatif-trace', type: 'line', source: 'whatif', metadata, filter: role('trace'), paint: { 'line-color': plan.whatif, 'line-width': 1.6, 'line-dasharray': [2, 2] } },
  ];
}

/** Pins over everything but the selection. */
export function whatIfPins(pen: Pen): LayerSpecification[] {
  const { plan, base } = pen.flavor;
  return [
    { id: 'whatif-closed', type: 'symbol', source: 'whatif', metadata, filter: role('closed'), layout: { 'icon-image': image(pen, 'whatif-closed'), 'icon-allow-overlap': true, 'icon-ignore-placement': true } },
    {
      id: 'whatif-ghost', type: 'symbol', source: 'whatif', metadata, filter: role('ghost'),
      layout: {
        'icon-image': image(pen, 'whatif-ghost'), 'icon-anchor': 'bottom', 'icon-allow-overlap': true, 'icon-ignore-placement': true,
        'text-field': ['to-string', ['get', 'rank']], 'text-font': fontBold, 'text-size': 13, 'text-offset': [0, -1.75], 'text-allow-overlap': true, 'text-ignore-placement': true,
      },
      paint: { 'text-color': plan.whatif },
    },
    {
      id: 'whatif-pin', type: 'symbol', source: 'whatif', metadata, filter: role('pin'),
      layout: {
        'icon-image': ['case', ['==', ['get', 'edit'], 'move'], image(pen, 'whatif-moved'), image(pen, 'whatif-pin')],
        'icon-anchor': 'bottom', 'icon-size': ['case', ['get', 'picked'], 1.15, 1], 'icon-allow-overlap': true, 'icon-ignore-placement': true,
        'text-field': ['get', 'name'], 'text-font': fontBold, 'text-size': 13, 'text-anchor': 'top', 'text-offset': [0, 0.3], 'text-allow-overlap': true,
      },
      paint: { 'text-color': plan.whatif, 'text-halo-color': base.halo, 'text-halo-width': 2 },
    },
  ];
}
