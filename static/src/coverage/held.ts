import type { Map as MapLibre } from 'maplibre-gl';
import { heldPin } from './whatif.ts';
import type { App } from '../app.ts';
import { svg } from '../dom.ts';
import { circle } from '../map/circle.ts';
import { pins } from '../map/drawings.ts';
import { flavors } from '../map/flavors.ts';

/**
 * The pin in hand with its circle, over the map rather than in it: they keep up
 * with the pointer, and the figure with them, however long the map takes to draw.
 */
export function watchHeld(map: MapLibre, app: App): () => void {
  const over = svg('svg', { class: 'held', 'aria-hidden': 'true' });
  map.getCanvasContainer().append(over);
  const draw = (): void => {
    const held = heldPin(app);
    over.replaceChildren();
    if (!held) return;
    const flavor = flavors[app.data.get().flavor];
    const { plan, base } = flavor;
    const pixel = ([lon = 0, lat = 0]: readonly number[]): string => {
      const { x, y } = map.project([lon, lat]);
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    };
    const path = (points: readonly (readonly number[])[]): string => `M${points.map(pixel).join('L')}`;
    const ring = circle(held.at, app.state.get().radius).coordinates.flat();
    const { size, shapes } = pins(flavor)[held.from ? 'whatif-moved' : 'whatif-pin'] ?? { size: 0, shapes: [] };
    over.append(
      svg('path', { d: `${path(ring)}Z`, fill: plan.whatif, 'fill-opacity': '0.16', stroke: plan.whatif, 'stroke-width': '2' }),
      ...(held.from ? [svg('path', { d: path([held.from, held.at]), fill: 'none', stroke: plan.whatif, 'stroke-width': '1.6', 'stroke-dasharray': '3 3' })] : []),
      svg('g', { transform: `translate(${pixel(held.at)}) scale(1.15) translate(${-size / 2} ${-size})` },
        ...shapes.map(({ d, fill = 'none', stroke = 'none', width = 1, join = 'miter' }) => svg('path', { d, fill, stroke, 'stroke-width': String(width), 'stroke-linejoin': join }))),
      svg('text', { transform: `translate(${pixel(held.at)})`, y: '17', fill: plan.whatif, stroke: base.halo, 'stroke-width': '4' }, held.name),
    );
  };
  const stop = app.data.select((d) => [d.studio.draft, d.studio.picked, d.flavor] as const, draw);
  map.on('move', draw);
  return () => {
    stop();
    map.off('move', draw);
    over.remove();
  };
}
