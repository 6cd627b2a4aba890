import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Pen } from './kit.ts';

/** The reader's own files, in a colour no layer of the plan has. */
export function local(pen: Pen): LayerSpecification[] {
  const { plan, base } = pen.flavor;
  const metadata = { row: 'local', collection: 'local', pick: true };
  const is = (type: string): ExpressionSpecification => ['==', ['geometry-type'], type];
  return [
    { id: 'local-fill', type: 'fill', source: 'local', metadata, filter: is('Polygon'), paint: { 'fill-color': plan.whatif, 'fill-opacity': 0.14 } },
    { id: 'local-line', type: 'line', source: 'local', metadata, filter: ['!', is('Point')], layout: { 'line-join': 'round' }, paint: { 'line-color': plan.whatif, 'line-width': 2.2 } },
    { id: 'local-point', type: 'circle', source: 'local', metadata, filter: is('Point'), paint: { 'circle-radius': 5, 'circle-color': plan.whatif, 'circle-stroke-color': base.halo, 'circle-stroke-width': 1.5 } },
  ];
}
