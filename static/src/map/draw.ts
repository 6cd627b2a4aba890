import type { Map as MapLibre } from 'maplibre-gl';
import {
  TerraDraw, TerraDrawCircleMode, TerraDrawLineStringMode, TerraDrawPointMode, TerraDrawPolygonMode, TerraDrawRectangleMode, TerraDrawSelectMode,
} from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import type { Flavor } from './flavors.ts';
import type { Drawn } from '../state.ts';

export const drawModes = ['select', 'point', 'linestring', 'polygon', 'rectangle', 'circle'] as const;
export type DrawMode = (typeof drawModes)[number];

export interface Drawer {
  /** null rests: the map is as without a tool. */
  mode(mode: DrawMode | null): void;
  /** Shows exactly these shapes. */
  show(drawn: readonly Drawn[]): void;
  dispose(): void;
}

type Hex = `#${string}`;

/** Shapes drawn and edited by hand on a lent map. `changed` hears of finished shapes and edits, never of half a line. */
export function createDrawer(map: MapLibre, flavor: Flavor, changed: (drawn: readonly Drawn[]) => void): Drawer {
  const hue = flavor.ui.accent as Hex;
  const halo = flavor.base.halo as Hex;
  const line = { lineStringColor: hue, lineStringWidth: 3, closingPointColor: halo, closingPointOutlineColor: hue } as const;
  const fill = { fillColor: hue, fillOpacity: 0.12, outlineColor: hue, outlineWidth: 2.5, closingPointColor: halo, closingPointOutlineColor: hue } as const;
  const handles = {
    selectedPolygonColor: hue, selectedPolygonFillOpacity: 0.18, selectedPolygonOutlineColor: hue, selectedPolygonOutlineWidth: 3, selectedLineStringColor: hue, selectedLineStringWidth: 4,
    selectionPointColor: halo, selectionPointOutlineColor: hue, selectionPointOutlineWidth: 2, selectionPointWidth: 6, midPointColor: hue, midPointOutlineColor: halo, midPointWidth: 4,
  } as const;
  const editable = { feature: { draggable: true, coordinates: { draggable: true, midpoints: true, deletable: true } } } as const;
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, prefixId: 'td', coordinatePrecision: 6 }),
    modes: [
      new TerraDrawSelectMode({ styles: handles, pointerDistance: 22, flags: { point: { feature: { draggable: true } }, linestring: editable, polygon: editable } }),
      new TerraDrawPointMode({ styles: { pointColor: hue, pointOutlineColor: halo, pointOutlineWidth: 2, pointWidth: 7 } }),
      new TerraDrawLineStringMode({ styles: line, pointerDistance: 16 }),
      new TerraDrawPolygonMode({ styles: fill, pointerDistance: 16 }),
      new TerraDrawRectangleMode({ styles: { fillColor: hue, fillOpacity: 0.12, outlineColor: hue, outlineWidth: 2.5 } }),
      new TerraDrawCircleMode({ styles: { fillColor: hue, fillOpacity: 0.12, outlineColor: hue, outlineWidth: 2.5 } }),
    ],
  });
  draw.start();
  draw.setMode('static');
  const said = (): void => changed(draw.getSnapshot().flatMap((f): Drawn[] => {
    const { geometry, properties } = f;
    if (!drawModes.includes(properties['mode'] as DrawMode) || properties['mode'] === 'select') return []; // handles and guides
    const pair = ([lon = 0, lat = 0]: readonly number[]) => [Math.round(lon * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5] as const;
    if (geometry.type === 'Point') return [{ form: 'point', at: [pair(geometry.coordinates)] }];
    if (geometry.type === 'LineString') return [{ form: 'line', at: geometry.coordinates.map(pair) }];
    return geometry.type === 'Polygon' ? [{ form: 'area', at: (geometry.coordinates[0] ?? []).map(pair) }] : [];
  }));
  draw.on('finish', said);
  return {
    mode: (mode) => draw.setMode(mode ?? 'static'),
    show(drawn) {
      draw.clear();
      const modes = { point: 'point', line: 'linestring', area: 'polygon' } as const;
      draw.addFeatures(drawn.map(({ form, at }) => {
        const positions = at.map(([lon, lat]) => [lon, lat]);
        const geometry = form === 'point' ? { type: 'Point' as const, coordinates: positions[0]! }
          : form === 'line' ? { type: 'LineString' as const, coordinates: positions } : { type: 'Polygon' as const, coordinates: [positions] };
        return { type: 'Feature' as const, geometry, properties: { mode: modes[form] } };
      }));
    },
    dispose() {
      draw.off('finish', said);
      draw.stop();
    },
  };
}
