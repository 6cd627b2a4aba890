import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Pen } from './kit.ts';

/** What the reader drew, and the circle around the point he asks about. Roles: `shape`, `near`, `centre`. */
export function drawn(pen: Pen): LayerSpecification[] {
  const { ui, base } = pen.flavor;
  const metadata = { row: 'drawn', collection: 'drawn', pick: false };
  const is = (type: string): ExpressionSpecification => ['==', ['geometry-type'], type];
  return [
    { id: 'drawn-fill', type: 'fill', source: 'drawn', metadata, filter: is('Polygon'), paint: { 'fill-color': ui.accent, 'fill-opacity': 0.1 } },
    { id: 'drawn-halo', type: 'line', source: 'drawn', metadata, filter: ['!', is('Point')], layout: { 'line-join': 'round' }, paint: { 'line-color': base.halo, 'line-width': 5, 'line-opacity': 0.7 } },
    { id: 'drawn-line', type: 'line', source: 'drawn', metadata, filter: ['!', is('Point')], layout: { 'line-join': 'round' }, paint: { 'line-color': ui.accent, 'line-width': 2.5 } },
    { id: 'drawn-point', type: 'circle', source: 'drawn', metadata, filter: is('Point'), paint: { 'circle-radius': 7, 'circle-color': ui.accent, 'circle-stroke-color': base.halo, 'circle-stroke-width': 2 } },
  ];
}
