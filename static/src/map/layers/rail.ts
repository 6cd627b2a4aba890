import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { all, fontMedium, image, labelField, planLayer, pointImage, ramp, rowFilter, width } from './kit.ts';
import type { Pen } from './kit.ts';
import type { Horizon } from '../../state.ts';

/** Colour and dash say the horizon everywhere: ink solid, orange long, violet short. */
const forms: readonly { readonly horizon: Horizon; readonly colour: 'railNow' | 'rail2030' | 'railLater'; readonly dash: [number, number] | null }[] = [
  { horizon: 'beyond', colour: 'railLater', dash: [1.1, 1.1] },
  { horizon: '2030', colour: 'rail2030', dash: [3.2, 1] },
  { horizon: 'now', colour: 'railNow', dash: null },
];

const at = (horizon: Horizon): ExpressionSpecification => rowFilter({ where: { horizon } });
const inUse: ExpressionSpecification = ['!=', ['coalesce', ['get', 'status'], ''], 'closed'];

export function railLines(pen: Pen): LayerSpecification[] {
  const { plan, base } = pen.flavor;
  return forms.flatMap(({ horizon, colour, dash }) => {
    const target = { row: `rail:${horizon}`, collection: 'rail-lines', filter: at(horizon) };
    const { opacity } = pen.row(`rail:${horizon}`);
    return [
      planLayer(pen, { ...target, id: `rail-${horizon}-halo` }, {
        type: 'line', layout: { 'line-join': 'round' },
        paint: { 'line-color': base.halo, 'line-width': width(3.4, 6, 11.4), 'line-opacity': 0.75 * opacity },
      }),
      planLayer(pen, { ...target, id: `rail-${horizon}`, pick: true }, {
        type: 'line', layout: { 'line-join': 'round' },
        paint: { 'line-color': plan[colour], 'line-width': width(1.8, 3.2, 6), 'line-opacity': opacity, ...(dash ? { 'line-dasharray': dash } : {}) },
      }),
    ];
  });
}

export function stations(pen: Pen): LayerSpecification[] {
  const { plan, base } = pen.flavor;
  const entrances = { id: 'station-entrances', row: 'station-entrances', collection: 'station-entrances', minzoom: 14, pick: true };
  const layers: LayerSpecification[] = [
    planLayer(pen, entrances, {
      type: 'circle',
      paint: {
        'circle-radius': ramp([14, 2.5], [17, 5]), 'circle-color': base.halo, 'circle-stroke-color': plan.railNow,
        'circle-stroke-width': 1.4, 'circle-opacity': pen.row('station-entrances').opacity, 'circle-stroke-opacity': pen.row('station-entrances').opacity,
      },
    }),
    // Out of passenger use: there, but not part of any answer.
    planLayer(pen, { id: 'stations-closed', row: 'rail:now', collection: 'rail-stations', filter: ['==', ['get', 'status'], 'closed'], minzoom: 11, pick: true }, {
      type: 'circle',
      paint: { 'circle-radius': 3, 'circle-color': base.halo, 'circle-stroke-color': base.railBase, 'circle-stroke-width': 1.4 },
    }),
  ];
  for (const { horizon } of forms) {
    const target = { row: `rail:${horizon}`, collection: 'rail-stations', filter: all(at(horizon), inUse), pick: true };
    const { opacity } = pen.row(`rail:${horizon}`);
    layers.push(planLayer(pen, { ...target, id: `stations-${horizon}` }, {
      type: 'symbol',
      layout: {
        'icon-image': horizon === 'beyond' ? image(pen, 'station-beyond') : pointImage(pen, `station-${horizon}`), 'icon-size': ramp([9, 0.45], [12, 0.82], [15, 1.2]),
        'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': horizon === 'now' ? 1 : 0,
      },
      paint: { 'icon-opacity': opacity },
    }));
  }
  return layers;
}

export function stationLabels(pen: Pen): LayerSpecification[] {
  const { plan, base } = pen.flavor;
  return forms.map(({ horizon, colour }) =>
    planLayer(pen, { id: `stations-${horizon}-label`, row: `rail:${horizon}`, collection: 'rail-stations', filter: all(at(horizon), inUse), minzoom: pen.receded ? 11 : 11.7 }, {
      type: 'symbol',
      layout: {
        'text-field': labelField(pen), 'text-font': fontMedium, 'text-size': ramp([11.7, 10.5], [15, 13]),
        'text-variable-anchor': ['top', 'bottom', 'right', 'left'], 'text-radial-offset': 0.85, 'text-justify': 'auto', 'text-max-width': 8, 'text-padding': 3,
      },
      paint: {
        'text-color': horizon === 'now' ? base.label : plan[colour], 'text-halo-color': base.halo, 'text-halo-width': 1.6,
        'text-opacity': pen.row(`rail:${horizon}`).opacity,
      },
    }),
  );
}
