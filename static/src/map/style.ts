import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { flavors } from './flavors.ts';
import type { FlavorName } from './flavors.ts';
import { catchments, demandPoints, selection } from './layers/answer.ts';
import { baseLabels, borders, land, paper, places, water } from './layers/base.ts';
import { drawn } from './layers/drawn.ts';
import { green, greenLabels } from './layers/green.ts';
import type { Pen } from './layers/kit.ts';
import type { Ground } from './ground.ts';
import { local } from './layers/local.ts';
import { layoutAreas, layoutLabels, layoutLines, subcentre } from './layers/layout.ts';
import { projects, stacks, substations, townStacks } from './layers/points.ts';
import { railLines, stationLabels, stations } from './layers/rail.ts';
import { overRaster, raster, rasterSource } from './layers/raster.ts';
import { whatIfPins, whatIfRings } from './layers/whatif.ts';
import type { Overlay } from './overlay.ts';
import { roadGrid, roadLabels, roads } from './layers/roads.ts';
import { rows, rowState } from './rows.ts';
import type { RowGroup } from './rows.ts';
import type { Horizon, Lang, RowChange } from '../state.ts';

/** All that decides how the map looks. Collections are lon/lat, CRS84. */
export interface StyleInput {
  readonly flavor: FlavorName;
  readonly lang: Lang;
  readonly horizon: Horizon;
  readonly rows: Readonly<Record<string, RowChange>>;
  readonly ground: Ground;
  /** Address of the plan's TileJSON. */
  readonly tiles: string;
  /** What the page adds from answers; null leaves these sources and layers out. */
  readonly live: {
    readonly coverage: boolean;
    readonly overlay: Overlay;
    readonly selection: GeoJSON.FeatureCollection;
    readonly stacks: GeoJSON.FeatureCollection;
    /** Shapes of the reader and the circle of a question. */
    readonly drawn: GeoJSON.FeatureCollection;
    /** Files of the reader. */
    readonly local: GeoJSON.FeatureCollection;
  } | null;
}

/** How far the groups that have nothing to say about coverage step back while it is on. */
const behind: Partial<Record<RowGroup, number>> = { projects: 0.25, power: 0.25, parks: 0.3, roads: 0.5, green: 0.7 };

/**
 * The style of the plan: a pure function of its input, so that the page, the
 * exported files and the tests see one map. Order is drawing order: ground,
 * green, water, roads, structure, rail, answers, points, labels, selection.
 */
export function planStyle(input: StyleInput): StyleSpecification {
  const receded = input.live?.coverage ?? false;
  const states = new Map(rows.map((row) => {
    const state = rowState(row, input.rows, input.horizon, input.ground === 'vector');
    return [row.key, { ...state, opacity: state.opacity * (receded ? (behind[row.group] ?? 1) : 1) }];
  }));
  const pen: Pen = {
    flavor: flavors[input.flavor],
    flavorName: input.flavor,
    lang: input.lang,
    horizon: input.horizon,
    receded,
    row(key) {
      const state = states.get(key);
      if (!state) throw new Error(`style: no legend row "${key}"`);
      return state;
    },
  };
  const { live } = input;
  const under = typeof input.ground === 'object' ? input.ground : null;
  const plan: LayerSpecification[] = [
    ...green(pen),
    ...water(pen),
    ...roads(pen),
    ...borders(pen),
    ...layoutAreas(pen),
    ...roadGrid(pen),
    ...subcentre(pen),
    ...layoutLines(pen),
    ...(live?.coverage ? [...demandPoints(pen, live.overlay.amount), ...catchments(pen), ...whatIfRings(pen)] : []),
    ...railLines(pen),
    ...places(pen),
    ...substations(pen),
    ...projects(pen),
    ...stations(pen),
    ...(live ? stacks(pen) : townStacks(pen)),
    ...baseLabels(pen),
    ...roadLabels(pen),
    ...greenLabels(pen),
    ...stationLabels(pen),
    ...layoutLabels(pen),
    ...(live?.coverage ? whatIfPins(pen) : []),
    ...(live ? [...local(pen), ...drawn(pen)] : []),
    ...(live ? selection(pen) : []),
  ];
  const layers = under
    ? [...paper(pen), ...raster((input.rows['basemap']?.opacity ?? 100) / 100), ...overRaster(plan)]
    : [...paper(pen), ...(input.ground === 'vector' ? land(pen) : []), ...plan];
  return {
    version: 8,
    name: input.flavor === 'dark' ? '城市副中心布局图（深色）' : '城市副中心布局图',
    sources: {
      plan: { type: 'vector', url: input.tiles },
      ...(under ? { basemap: rasterSource(under) } : {}),
      ...(live
        ? {
            demand: { type: 'geojson' as const, data: live.overlay.demand },
            catchments: { type: 'geojson' as const, data: live.overlay.catchments, tolerance: 0.1 },
            whatif: { type: 'geojson' as const, data: live.overlay.whatif, tolerance: 0.1 },
            selection: { type: 'geojson' as const, data: live.selection },
            stacks: { type: 'geojson' as const, data: live.stacks },
            local: { type: 'geojson' as const, data: live.local },
            drawn: { type: 'geojson' as const, data: live.drawn, tolerance: 0.1 },
          }
        : {}),
    },
    layers,
  };
}
