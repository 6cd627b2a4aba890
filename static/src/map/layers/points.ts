import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { all, existing, fontMedium, image, labelField, planLayer, pointImage, ramp, rowFilter } from './kit.ts';
import type { Pen } from './kit.ts';
import { projectCategories, shownHorizons } from '../rows.ts';

/** Substations: a ring per voltage with a bolt; planned ones hollow and broken. */
export function substations(pen: Pen): LayerSpecification[] {
  const { plan, base } = pen.flavor;
  return ([110, 220, 500] as const).map((kv) => {
    const row = `substations:${kv}kV`;
    const { opacity } = pen.row(row);
    const target = {
      id: `substations-${kv}`, row, collection: 'substations', pick: true,
      filter: all(rowFilter({ where: { voltage_kv: kv } }), existing(shownHorizons(pen.horizon))),
    };
    return planLayer(pen, target, {
      type: 'symbol',
      layout: {
        'icon-image': ['match', ['get', 'status'], 'existing', pointImage(pen, `substation-${kv}`), image(pen, `substation-${kv}-planned`)],
        'icon-size': ramp([9, 0.4], [11, 0.6], [12.5, 0.9], [15, 1.2]), 'icon-allow-overlap': true,
        'text-field': labelField(pen, undefined, { from: 12.6 }), 'text-font': fontMedium, 'text-size': 10.5,
        'text-variable-anchor': ['top', 'bottom', 'left', 'right'] as never, 'text-radial-offset': 1, 'text-optional': true, 'text-max-width': 9,
      },
      paint: { 'icon-opacity': opacity, 'text-opacity': opacity, 'text-color': plan.sub, 'text-halo-color': base.halo, 'text-halo-width': 1.5 },
    });
  });
}

/** Placed by the plan with the name of a town alone. */
const byTown: ExpressionSpecification = ['==', ['coalesce', ['get', 'placed_by'], ''], 'town'];

/** Key projects. Those the plan places only by a town are not dots but a stack per town. */
export function projects(pen: Pen): LayerSpecification[] {
  const { base, project } = pen.flavor;
  const isPoint: ExpressionSpecification = ['in', ['geometry-type'], ['literal', ['Point', 'MultiPoint']]];
  return projectCategories.flatMap((category) => {
    const row = `key-projects:${category}`;
    const { opacity } = pen.row(row);
    const mine = rowFilter({ where: { category } });
    const target = { row, collection: 'key-projects', pick: true };
    const line = planLayer(pen, { ...target, id: `projects-${category}-line`, filter: all(mine, ['!', isPoint]), minzoom: 11 }, {
      type: 'line', paint: { 'line-color': project[category], 'line-width': 2.4, 'line-dasharray': [2, 2], 'line-opacity': 0.6 * opacity },
    });
    return [
      line,
      planLayer(pen, { ...target, id: `projects-${category}-line-icon`, filter: all(mine, ['!', isPoint]), minzoom: 11 }, {
        type: 'symbol',
        layout: {
          'symbol-placement': 'line-center', 'icon-image': image(pen, `project-${category}`), 'icon-size': ramp([10, 0.55], [12, 0.85], [15, 1.1]),
          'icon-rotation-alignment': 'viewport',
        },
        paint: { 'icon-opacity': opacity },
      }),
      planLayer(pen, { ...target, id: `projects-${category}`, filter: all(mine, ['!', byTown], isPoint) }, {
        type: 'symbol',
        layout: {
          'icon-image': pointImage(pen, `project-${category}`), 'icon-size': ramp([9, 0.5], [12, 0.85], [15, 1.1]), 'icon-allow-overlap': true,
          'text-field': labelField(pen, undefined, { from: 12.4 }), 'text-font': fontMedium, 'text-size': 11,
          'text-variable-anchor': ['left', 'right', 'top', 'bottom'] as never, 'text-radial-offset': 1.1, 'text-optional': true, 'text-max-width': 9, 'text-justify': 'auto' as const,
        },
        paint: { 'icon-opacity': opacity, 'text-opacity': opacity, 'text-color': base.label, 'text-halo-color': base.halo, 'text-halo-width': 1.5 },
      }),
    ];
  });
}

/** One stack per town: how many of the shown projects the plan places by that town's name only. */
export function stacks(pen: Pen): LayerSpecification[] {
  const { ui } = pen.flavor;
  return [
    {
      id: 'stacks', type: 'symbol', source: 'stacks', minzoom: 9.5,
      metadata: { row: 'key-projects', collection: 'stacks', pick: true },
      layout: {
        'icon-image': image(pen, 'stack'), 'icon-size': ramp([9, 0.7], [13, 1]), 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'text-ignore-placement': true,
        'icon-offset': [0, 26], 'text-field': ['to-string', ['get', 'count']], 'text-font': fontMedium, 'text-size': ramp([9, 9.5], [13, 12]),
        'text-offset': [0, 1.95], 'text-allow-overlap': true,
      },
      paint: { 'text-color': ui.text },
    },
  ];
}

/**
 * The stacks without their numbers, from the tiles alone: for clients that
 * cannot count. Every project of a town stands on the same point, so one stack shows.
 */
export function townStacks(pen: Pen): LayerSpecification[] {
  return [
    {
      id: 'stacks', type: 'symbol', source: 'plan', 'source-layer': 'key-projects', minzoom: 9.5, filter: byTown,
      metadata: { row: 'key-projects:stack', collection: 'key-projects', pick: true },
      layout: {
        'icon-image': image(pen, 'stack'), 'icon-size': ramp([9, 0.7], [13, 1]), 'icon-allow-overlap': true, 'icon-ignore-placement': true,
        'icon-offset': [0, 26],
      },
    },
  ];
}
