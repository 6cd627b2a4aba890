import type { LayerSpecification } from 'maplibre-gl';
import { fontMedium, image, labelField, planLayer, rowFilter } from './kit.ts';
import type { Pen } from './kit.ts';

/** Green space of the plan's box 4-1: heart, ring, 13 parks, belts, control areas; and the park on the ring road. */
export function green(pen: Pen): LayerSpecification[] {
  const { plan } = pen.flavor;
  const structure = (category: string) => ({ collection: 'green-structure', filter: rowFilter({ where: { category } }), row: `green:${category}` });
  const dim = pen.receded ? 0.55 : 1;
  const dark = pen.flavorName === 'dark';
  const wash = (category: 'belt' | 'control', colour: string): LayerSpecification[] => {
    const by = pen.row(`green:${category}`).opacity * dim;
    const target = structure(category);
    return [
      planLayer(pen, { ...target, id: `green-${category}`, pick: true }, {
        type: 'fill', paint: { 'fill-color': colour, 'fill-opacity': 0.03 * by },
      }),
      planLayer(pen, { ...target, id: `green-${category}-hatch` }, {
        type: 'fill', paint: { 'fill-pattern': image(pen, `hatch-green-${category}`), 'fill-opacity': (dark ? 0.45 : 0.5) * by },
      }),
    ];
  };
  const filled = (id: string, row: string, collection: string, colour: string, tint: number, category?: string): LayerSpecification[] => {
    const by = pen.row(row).opacity * dim;
    const target = { row, collection, ...(category ? { filter: rowFilter({ where: { category } }) } : {}) };
    return [
      planLayer(pen, { ...target, id, pick: true }, {
        type: 'fill', paint: { 'fill-color': colour, 'fill-opacity': (tint + (dark ? 0.02 : 0)) * by },
      }),
      planLayer(pen, { ...target, id: `${id}-edge` }, {
        type: 'line', paint: { 'line-color': colour, 'line-width': 1, 'line-dasharray': [4, 2], 'line-opacity': 0.9 * by },
      }),
    ];
  };
  return [
    ...wash('control', plan.greenControl),
    ...wash('belt', plan.greenBelt),
    ...filled('green-heart', 'green:heart', 'green-structure', plan.greenHeart, 0.34, 'heart'),
    ...filled('plan-areas', 'plan-areas', 'plan-areas', plan.greenHeart, 0.22),
    ...filled('green-ring-parks', 'green-ring-parks', 'green-ring-parks', plan.ringPark, 0.3),
    planLayer(pen, { ...structure('ring'), id: 'green-ring', pick: true }, {
      type: 'line',
      paint: {
        'line-color': plan.ringPark, 'line-width': 3, 'line-dasharray': [1, 1.4],
        'line-opacity': 0.55 * dim * pen.row('green:ring').opacity,
      },
    }),
  ];
}

export function greenLabels(pen: Pen): LayerSpecification[] {
  const { base } = pen.flavor;
  const text = {
    'text-field': labelField(pen), 'text-font': fontMedium, 'text-size': 11, 'text-max-width': pen.lang === 'zh' ? 6 : 8,
  };
  const paint = (row: string) => ({
    'text-color': base.labelPark, 'text-halo-color': base.halo, 'text-halo-width': 1.5, 'text-opacity': pen.row(row).opacity,
  });
  return [
    planLayer(pen, { id: 'green-ring-parks-label', row: 'green-ring-parks', collection: 'green-ring-parks', tileLayer: 'green-ring-parks-labels', minzoom: 11.2 }, {
      type: 'symbol', layout: text, paint: paint('green-ring-parks'),
    }),
    planLayer(pen, {
      id: 'green-heart-label', row: 'green:heart', collection: 'green-structure', tileLayer: 'green-structure-labels',
      minzoom: 10.5, filter: rowFilter({ where: { category: 'heart' } }),
    }, { type: 'symbol', layout: { ...text, 'text-size': 12.5 }, paint: paint('green:heart') }),
  ];
}
