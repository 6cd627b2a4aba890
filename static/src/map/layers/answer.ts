import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Pen } from './kit.ts';

/** The catchments of the coverage answer, in the hue of their horizon; broken where the station is schematic. */
export function catchments(pen: Pen): LayerSpecification[] {
  const { plan } = pen.flavor;
  const hue: ExpressionSpecification = ['match', ['coalesce', ['get', 'horizon'], 'now'], '2030', plan.rail2030, 'beyond', plan.railLater, plan.railNow];
  const schematic: ExpressionSpecification = ['in', ['coalesce', ['get', 'method'], ''], ['literal', ['schematic', 'unknown']]];
  const metadata = { row: 'coverage', collection: 'catchments', pick: false };
  return [
    { id: 'catchments', type: 'fill', source: 'catchments', metadata, paint: { 'fill-color': hue, 'fill-opacity': pen.flavorName === 'dark' ? 0.2 : 0.14 } },
    { id: 'catchments-edge', type: 'line', source: 'catchments', metadata, filter: ['!', schematic], paint: { 'line-color': hue, 'line-width': 1.8 } },
    { id: 'catchments-edge-schematic', type: 'line', source: 'catchments', metadata, filter: schematic, paint: { 'line-color': hue, 'line-width': 1.8, 'line-dasharray': [3, 2] } },
  ];
}

/** Demand that nothing reaches, by the gap ramp; what a comparison gains blue, what it loses a brown ring. Area by amount; under the catchments, with a halo that colour-blind eyes keep. */
export function demandPoints(pen: Pen, property: string): LayerSpecification[] {
  const { plan, base } = pen.flavor;
  const ramp = pen.flavor.gapRamp;
  const amount: ExpressionSpecification = ['coalesce', ['get', property], 0];
  const size = (most: number): ExpressionSpecification => ['interpolate', ['linear'], ['sqrt', amount], 0, most * 0.12, 40, most];
  return [{
    id: 'demand', type: 'circle', source: 'demand', metadata: { row: 'coverage', collection: 'demand', pick: false },
    paint: {
      'circle-color': ['match', ['coalesce', ['get', 'change'], ''], 'gained', pen.flavor.ui.gain, 'lost', 'rgba(0,0,0,0)',
        ['step', amount, ramp[1] ?? plan.gap, 30, ramp[2] ?? plan.gap, 80, ramp[3] ?? plan.gap]],
      'circle-radius': ['interpolate', ['exponential', 1.6], ['zoom'], 10, size(2.2), 13, size(7.5), 16, size(26)],
      'circle-stroke-color': ['match', ['coalesce', ['get', 'change'], ''], 'lost', pen.flavor.ui.loss, base.halo],
      'circle-stroke-width': ['match', ['coalesce', ['get', 'change'], ''], 'lost', 1.6, 0.6],
      'circle-opacity': 0.85,
    },
  }];
}

/** The chosen feature: an accent casing, and for an uncertain point the circle it may lie in. */
export function selection(pen: Pen): LayerSpecification[] {
  const { ui, base } = pen.flavor;
  const metadata = { row: 'selection', collection: 'selection', pick: false };
  const accuracy: ExpressionSpecification = ['==', ['get', 'role'], 'accuracy'];
  const shape: ExpressionSpecification = ['!=', ['get', 'role'], 'accuracy'];
  const point: ExpressionSpecification = ['==', ['geometry-type'], 'Point'];
  return [
    { id: 'selection-accuracy', type: 'fill', source: 'selection', metadata, filter: accuracy, paint: { 'fill-color': ui.accent, 'fill-opacity': 0.08 } },
    { id: 'selection-accuracy-edge', type: 'line', source: 'selection', metadata, filter: accuracy, paint: { 'line-color': ui.accent, 'line-width': 1.2, 'line-dasharray': [3, 3] } },
    { id: 'selection-halo', type: 'line', source: 'selection', metadata, filter: ['all', shape, ['!', point]], layout: { 'line-join': 'round' }, paint: { 'line-color': base.halo, 'line-width': 6, 'line-opacity': 0.8 } },
    { id: 'selection-line', type: 'line', source: 'selection', metadata, filter: ['all', shape, ['!', point]], layout: { 'line-join': 'round' }, paint: { 'line-color': ui.accent, 'line-width': 3 } },
    { id: 'selection-point', type: 'circle', source: 'selection', metadata, filter: ['all', shape, point], paint: { 'circle-radius': 14, 'circle-opacity': 0, 'circle-stroke-color': ui.accent, 'circle-stroke-width': 3 } },
  ];
}
