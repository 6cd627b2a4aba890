import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { all, bandLabel, fontBold, image, labelField, nameField, planLayer, ramp, rowFilter, width } from './kit.ts';
import type { Pen } from './kit.ts';

type Element = 'core' | 'zone' | 'town' | 'belt' | 'axis' | 'corridor';

/** The nine elements in drawing order: bands lie under areas, the core on top. Widths in pixels, tints 0–1. */
const elements: readonly { readonly name: Element; readonly tint: number; readonly edge: number; readonly pattern: string | null }[] = [
  { name: 'corridor', tint: 0.16, edge: 1.4, pattern: null },
  { name: 'belt', tint: 0.17, edge: 1.4, pattern: null },
  { name: 'zone', tint: 0.1, edge: 1.8, pattern: 'zone' },
  { name: 'town', tint: 0.1, edge: 1.8, pattern: 'town' },
  { name: 'core', tint: 0.1, edge: 2.4, pattern: 'core' },
  { name: 'axis', tint: 0.18, edge: 0, pattern: null },
];

const is = (name: Element): ExpressionSpecification => rowFilter({ where: { category: name } });

/** In coverage the layout is the background of the answer. */
function strength(pen: Pen, name: Element): number {
  return pen.row(`layout:${name}`).opacity * (pen.receded ? 0.45 : 1);
}

/**
 * The spatial structure: 一核 两区 三镇 一带 一轴 一廊. Its boundaries are not
 * published, so every edge is broken, every area hatched or dotted, and from
 * z14 the edge blurs into a band instead of pretending to be a line.
 */
export function layoutAreas(pen: Pen): LayerSpecification[] {
  const { plan } = pen.flavor;
  const darker = pen.flavorName === 'dark' ? 0.06 : 0;
  return elements.flatMap(({ name, tint, edge, pattern }) => {
    const target = { row: `layout:${name}`, collection: 'layout', filter: is(name) };
    const by = strength(pen, name);
    const layers = [
      planLayer(pen, { ...target, id: `layout-${name}-tint`, pick: true }, {
        type: 'fill', paint: { 'fill-color': plan[name], 'fill-opacity': (tint + darker) * by, 'fill-antialias': false },
      }),
    ];
    if (pattern) {
      layers.push(planLayer(pen, { ...target, id: `layout-${name}-hatch` }, {
        type: 'fill', paint: { 'fill-pattern': image(pen, `hatch-${pattern}`), 'fill-opacity': (pen.flavorName === 'dark' ? 0.65 : 0.6) * by },
      }));
    }
    layers.push(planLayer(pen, { ...target, id: `layout-${name}-blur`, minzoom: 14 }, {
      type: 'line', paint: { 'line-color': plan[name], 'line-width': 24, 'line-blur': 18, 'line-opacity': 0.35 * by },
    }));
    if (edge) {
      layers.push(planLayer(pen, { ...target, id: `layout-${name}-edge` }, {
        type: 'line', layout: { 'line-join': 'round' },
        paint: {
          'line-color': plan[name], 'line-dasharray': [3, 2], 'line-width': edge,
          'line-opacity': ['interpolate', ['linear'], ['zoom'], 14, by, 15, 0.4 * by],
        },
      }));
    }
    return layers;
  });
}

/** Centre lines: the axis as a broken line, axis and corridor with arrows along them. */
export function layoutLines(pen: Pen): LayerSpecification[] {
  const { plan } = pen.flavor;
  const axis = { row: 'layout:axis', collection: 'layout-lines', filter: is('axis') };
  const layers = [
    planLayer(pen, { ...axis, id: 'layout-axis-line', pick: true }, {
      type: 'line',
      paint: { 'line-color': plan.axis, 'line-dasharray': [5, 2.2], 'line-width': width(1.6, 2.6, 4), 'line-opacity': strength(pen, 'axis') },
    }),
    planLayer(pen, { row: 'layout:belt', collection: 'layout-lines', filter: is('belt'), id: 'layout-belt-line' }, {
      type: 'line', paint: { 'line-color': plan.belt, 'line-width': 1, 'line-opacity': 0.35 * strength(pen, 'belt') },
    }),
  ];
  for (const name of ['axis', 'corridor'] as const) {
    layers.push(planLayer(pen, { ...axis, row: `layout:${name}`, filter: is(name), id: `layout-${name}-arrows`, minzoom: 10 }, {
      type: 'symbol',
      layout: {
        'symbol-placement': 'line', 'symbol-spacing': name === 'axis' ? 90 : 34, 'icon-image': image(pen, `arrow-${name}`),
        'icon-allow-overlap': true, 'icon-ignore-placement': true, 'icon-size': ramp([10, 0.8], [14, 1.2]),
      },
      paint: { 'icon-opacity': (name === 'axis' ? 1 : 0.75) * strength(pen, name) },
    }));
  }
  return layers;
}

/** The sub-center: seal red, broken. */
export function subcentre(pen: Pen): LayerSpecification[] {
  return [
    planLayer(pen, { id: 'subcentre', row: 'subcentre', collection: 'subcentre' }, {
      type: 'line',
      paint: {
        'line-color': pen.flavor.ui.brand, 'line-dasharray': [3, 2], 'line-width': 1.6,
        'line-opacity': pen.row('subcentre').opacity * (pen.receded ? 0.6 : 0.9),
      },
    }),
  ];
}

/** The element's name from its centre line, which adds 中心线 or ", centre line" to it. */
function elementName(pen: Pen): ExpressionSpecification {
  const name = nameField(pen.lang);
  const suffix = pen.lang === 'zh' ? '中心线' : ', centre line';
  return ['let', 'at', ['index-of', suffix, name], ['case', ['>', ['var', 'at'], 0], ['slice', name, 0, ['var', 'at']], name]];
}

/** From this zoom on the name of the axis runs along it. */
const axisTurns = 11.5;

/** Names of the nine elements, each in its own hue, before every other label. */
export function layoutLabels(pen: Pen): LayerSpecification[] {
  if (pen.receded) return [];
  const { plan, base } = pen.flavor;
  const paint = (name: Element) => ({
    'text-color': plan[name], 'text-halo-color': base.halo, 'text-halo-width': 2.2, 'text-opacity': pen.row(`layout:${name}`).opacity,
  });
  const bands = (['corridor', 'axis', 'belt'] as const).map((name) =>
    planLayer(pen, { id: `layout-${name}-label`, row: `layout:${name}`, collection: 'layout-lines', filter: is(name), minzoom: name === 'axis' ? axisTurns : 9.5 }, {
      type: 'symbol',
      layout: {
        'symbol-placement': 'line', 'symbol-spacing': name === 'axis' ? 300 : 520, 'text-field': bandLabel(pen, elementName(pen)), 'text-font': fontBold,
        'text-size': ramp([10, 12], [14, 16]), 'text-letter-spacing': pen.lang === 'zh' ? 0.22 : 0.04, 'text-max-angle': 35,
      },
      paint: paint(name),
    }),
  );
  // Further out the axis is shorter than its name: the name stands beside it, upright in Chinese as the axis is.
  const axis = planLayer(pen, {
    id: 'layout-axis-label-far', row: 'layout:axis', collection: 'layout', tileLayer: 'layout-labels', filter: is('axis'), minzoom: 9.5, maxzoom: axisTurns,
  }, {
    type: 'symbol',
    layout: {
      'text-field': nameField(pen.lang), 'text-font': fontBold, 'text-size': 12.5, 'text-max-width': pen.lang === 'zh' ? 12 : 8, 'text-letter-spacing': 0.05,
      ...(pen.lang === 'zh' ? { 'text-writing-mode': ['vertical', 'horizontal'] as ('vertical' | 'horizontal')[] } : {}),
      'text-variable-anchor-offset': ['left', [0.9, 0], 'right', [-0.9, 0], 'left', [0.9, -2.5], 'left', [0.9, 2.5]] as never, 'text-padding': 0,
    },
    paint: paint('axis'),
  });
  const areas = (['town', 'zone', 'core'] as const).map((name) =>
    planLayer(pen, {
      id: `layout-${name}-label`, row: `layout:${name}`, collection: 'layout', tileLayer: 'layout-labels', filter: all(is(name)),
    }, {
      type: 'symbol',
      layout: {
        'text-field': labelField(pen), 'text-font': fontBold, 'text-size': ramp([9, 12], [11.5, 14.5], [14, 17]),
        'text-max-width': pen.lang === 'zh' ? 6 : 8, 'text-letter-spacing': 0.02, 'text-line-height': 1.15, 'text-padding': 1,
        'text-variable-anchor-offset': ['center', [0, 0], 'top', [0, 1], 'bottom', [0, -1], 'left', [1.5, 0], 'right', [-1.5, 0]] as never,
      },
      paint: paint(name),
    }),
  );
  return [...bands, axis, ...areas];
}
