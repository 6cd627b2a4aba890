import type { LayerSpecification } from 'maplibre-gl';
import { fontMedium, labelField, nameField, planLayer, pointImage, ramp, sketched, surveyed, width } from './kit.ts';
import type { Pen } from './kit.ts';

/** What the map is drawn on. */
export function paper(pen: Pen): LayerSpecification[] {
  return [{ id: 'outside', type: 'background', paint: { 'background-color': pen.flavor.base.outside } }];
}

/** The district's land, drawn whether or not the boundary's row is on. */
export function land(pen: Pen): LayerSpecification[] {
  return [{ id: 'land', type: 'fill', source: 'plan', 'source-layer': 'district', paint: { 'fill-color': pen.flavor.base.land } }];
}

export function water(pen: Pen): LayerSpecification[] {
  const { base } = pen.flavor;
  const { opacity } = pen.row('rivers');
  const target = { row: 'rivers', collection: 'rivers' };
  const wide = ['match', ['get', 'id'], ['river-beiyun', 'river-chaobai'], 1.7, 1];
  const at = (px: number): unknown => ['*', px, wide];
  return [
    planLayer(pen, { ...target, id: 'rivers-edge', filter: surveyed }, {
      type: 'line',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': base.waterLine, 'line-opacity': opacity,
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, at(1.6), 12, at(5), 15, at(19)] as never,
      },
    }),
    planLayer(pen, { ...target, id: 'rivers', filter: surveyed, pick: true }, {
      type: 'line',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': base.water, 'line-opacity': opacity,
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, at(1.2), 12, at(4), 15, at(17)] as never,
      },
    }),
    planLayer(pen, { ...target, id: 'rivers-schematic', filter: sketched, pick: true }, {
      type: 'line', layout: { 'line-join': 'round' }, paint: { 'line-color': base.waterLine, 'line-opacity': opacity, 'line-dasharray': [3, 1.6], 'line-width': width(1.2, 3, 8) },
    }),
  ];
}

/** Borders of the district and of the townships; the latter are schematic, hence thin and broken. */
export function borders(pen: Pen): LayerSpecification[] {
  const { base } = pen.flavor;
  const district = { row: 'district', collection: 'district' };
  return [
    planLayer(pen, { id: 'townships-area', row: 'townships', collection: 'townships', pick: true }, {
      type: 'fill', paint: { 'fill-color': base.land, 'fill-opacity': 0.01 },
    }),
    planLayer(pen, { id: 'townships', row: 'townships', collection: 'townships', minzoom: 9 }, {
      type: 'line',
      paint: {
        'line-color': base.town, 'line-dasharray': [4, 2, 1, 2],
        'line-width': width(0.6, 1, 1.2), 'line-opacity': 0.75 * pen.row('townships').opacity,
      },
    }),
    planLayer(pen, { ...district, id: 'district-glow' }, {
      type: 'line', layout: { 'line-join': 'round' },
      paint: { 'line-color': base.district, 'line-width': 7, 'line-opacity': 0.12 * pen.row('district').opacity },
    }),
    planLayer(pen, { ...district, id: 'district' }, {
      type: 'line', layout: { 'line-join': 'round' },
      paint: {
        'line-color': base.district, 'line-dasharray': [6, 2, 1, 2],
        'line-width': width(1.2, 1.8, 2.2), 'line-opacity': pen.row('district').opacity,
      },
    }),
  ];
}

export function baseLabels(pen: Pen): LayerSpecification[] {
  const { base } = pen.flavor;
  const halo = { 'text-halo-color': base.halo, 'text-halo-width': 1.6 };
  return [
    planLayer(pen, { id: 'rivers-label', row: 'rivers', collection: 'rivers', minzoom: 10 }, {
      type: 'symbol',
      layout: {
        'symbol-placement': 'line', 'symbol-spacing': 420, 'text-field': nameField(pen.lang), 'text-font': fontMedium,
        'text-size': ramp([10, 11], [14, 14]), 'text-letter-spacing': pen.lang === 'zh' ? 0.25 : 0.05, 'text-max-angle': 30,
      },
      paint: { ...halo, 'text-color': base.labelWater, 'text-opacity': pen.row('rivers').opacity },
    }),
    planLayer(pen, { id: 'townships-label', row: 'townships', collection: 'townships', tileLayer: 'townships-labels', minzoom: 10, filter: ['any', ['!=', ['get', 'kind'], 'subdistrict'], ['>=', ['zoom'], 11.4]] }, {
      type: 'symbol',
      layout: {
        'text-field': nameField(pen.lang), 'text-font': fontMedium, 'text-size': ramp([10, 11], [14, 15]),
        'text-letter-spacing': pen.lang === 'zh' ? 0.18 : 0.02, 'text-max-width': 8,
        'symbol-sort-key': ['match', ['get', 'kind'], 'subdistrict', 1, 0],
      },
      paint: { ...halo, 'text-color': base.labelTown, 'text-opacity': 0.9 * pen.row('townships').opacity },
    }),
  ];
}

/** Named places and the industrial parks of the plan's box 3-1: a small mark with its name beside it. */
export function places(pen: Pen): LayerSpecification[] {
  const { base, plan } = pen.flavor;
  return ([
    ['places', 'place', 11, base.label],
    ['industrial-parks', 'industrial-park', 9, plan.corridor],
  ] as const).map(([collection, name, minzoom, colour]) => {
    const target = { id: collection, row: collection, collection, minzoom, pick: true };
    const { opacity } = pen.row(collection);
    return planLayer(pen, target, {
      type: 'symbol',
      layout: {
        'icon-image': pointImage(pen, name), 'icon-size': ramp([9, 0.6], [12, 0.85], [15, 1.1]), 'icon-allow-overlap': true,
        'text-field': labelField(pen, undefined, { from: 12 }), 'text-font': fontMedium, 'text-size': 11,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'] as never, 'text-radial-offset': 0.9, 'text-optional': true, 'text-max-width': 9,
        'text-justify': 'auto' as const,
      },
      paint: {
        'icon-opacity': opacity, 'text-opacity': opacity, 'text-color': colour,
        'text-halo-color': base.halo, 'text-halo-width': 1.5,
      },
    });
  });
}
