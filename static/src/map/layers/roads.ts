import type { LayerSpecification } from 'maplibre-gl';
import { all, fontMedium, image, nameField, planLayer, rowFilter, sketched, surveyed, width } from './kit.ts';
import type { Pen } from './kit.ts';

/** Expressways and key roads, cased, under the structure. */
export function roads(pen: Pen): LayerSpecification[] {
  const { base } = pen.flavor;
  const { opacity } = pen.row('roads');
  const target = { row: 'roads', collection: 'roads' };
  const layout = { 'line-cap': 'round', 'line-join': 'round' } as const;
  return [
    planLayer(pen, { ...target, id: 'roads-casing', filter: surveyed }, {
      type: 'line', layout, paint: { 'line-color': base.highwayCasing, 'line-width': width(1.6, 4.4, 13), 'line-opacity': opacity },
    }),
    planLayer(pen, { ...target, id: 'roads', filter: surveyed, pick: true }, {
      type: 'line', layout, paint: { 'line-color': base.highway, 'line-width': width(0.9, 3, 11), 'line-opacity': opacity },
    }),
    planLayer(pen, { ...target, id: 'roads-schematic', filter: sketched, pick: true }, {
      type: 'line', layout: { 'line-join': 'round' }, paint: { 'line-color': base.highwayCasing, 'line-width': width(1.2, 3, 8), 'line-dasharray': [3, 1.6], 'line-opacity': opacity },
    }),
  ];
}

/** 十一横九纵: eleven rows and nine columns of main roads, each with a badge of its own shape. */
export function roadGrid(pen: Pen): LayerSpecification[] {
  const { plan } = pen.flavor;
  return ([['横', plan.roadH], ['纵', plan.roadV]] as const).flatMap(([axis, colour]) => {
    const target = { row: `road-grid:${axis}`, collection: 'road-grid', pick: true };
    const paint = { 'line-color': colour, 'line-width': width(0.6, 1.5, 4), 'line-opacity': 0.85 * pen.row(target.row).opacity * (pen.receded ? 0.6 : 1) };
    const own = rowFilter({ where: { axis } });
    return [
      planLayer(pen, { ...target, id: `road-grid-${axis}`, filter: all(own, surveyed) }, { type: 'line', layout: { 'line-join': 'round', 'line-cap': 'round' }, paint }),
      planLayer(pen, { ...target, id: `road-grid-${axis}-schematic`, filter: all(own, sketched) }, { type: 'line', layout: { 'line-join': 'round' }, paint: { ...paint, 'line-dasharray': [4, 2.4] } }),
    ];
  });
}

export function roadLabels(pen: Pen): LayerSpecification[] {
  const { plan, base } = pen.flavor;
  const grid = ([['横', plan.roadH, 'H'], ['纵', plan.roadV, 'V']] as const).map(([axis, colour, letter]) =>
    planLayer(pen, { id: `road-grid-${axis}-badge`, row: `road-grid:${axis}`, collection: 'road-grid', filter: rowFilter({ where: { axis } }), minzoom: 11.2, pick: true }, {
      type: 'symbol',
      layout: {
        'symbol-placement': 'line', 'symbol-spacing': 480,
        'text-field': ['concat', pen.lang === 'zh' ? axis : letter, ['to-string', ['get', 'order']]],
        'text-font': fontMedium, 'text-size': 9.5, 'text-rotation-alignment': 'viewport', 'icon-rotation-alignment': 'viewport',
        'icon-image': image(pen, axis === '横' ? 'badge-h' : 'badge-v'), 'icon-text-fit': 'both', 'icon-text-fit-padding': [1, 4, 1, 4],
      },
      paint: { 'text-color': colour, 'text-opacity': pen.row(`road-grid:${axis}`).opacity, 'icon-opacity': pen.row(`road-grid:${axis}`).opacity },
    }),
  );
  return [
    ...grid,
    planLayer(pen, { id: 'roads-label', row: 'roads', collection: 'roads', minzoom: 11 }, {
      type: 'symbol',
      layout: {
        'symbol-placement': 'line', 'symbol-spacing': 560, 'text-field': nameField(pen.lang), 'text-font': fontMedium, 'text-size': 10.5,
      },
      paint: { 'text-color': base.labelRoad, 'text-halo-color': base.halo, 'text-halo-width': 1.5, 'text-opacity': pen.row('roads').opacity },
    }),
  ];
}
