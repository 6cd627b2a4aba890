import { Map as MapLibre } from 'maplibre-gl';
import type { GeoJSONSource } from 'maplibre-gl';
import { flavors } from './flavors.ts';
import { paintImages } from './icons.ts';
import type { Overlay } from './overlay.ts';
import { planStyle } from './style.ts';
import type { StyleInput } from './style.ts';

/** A second map over the first, moved with it and never touched by itself. */
export interface SecondMap {
  /** Shows another state. */
  draw(input: StyleInput): void;
  dispose(): void;
}

export function createSecond(el: HTMLElement, first: MapLibre, input: StyleInput): SecondMap {
  const map = new MapLibre({
    container: el, style: planStyle(input), interactive: false, attributionControl: false, maxPitch: 0, renderWorldCopies: false,
    center: first.getCenter(), zoom: first.getZoom(), fadeDuration: 0, localIdeographFontFamily: false,
  });
  map.getCanvas().tabIndex = -1;
  map.getCanvas().setAttribute('aria-hidden', 'true');
  const painted = new Set<string>();
  let laid: Overlay | null = input.live?.overlay ?? null;
  let ready = false;
  let wanted = input;
  const paint = (): void => {
    const { flavor } = wanted;
    if (painted.has(flavor)) return;
    painted.add(flavor);
    for (const p of paintImages(flavor, flavors[flavor])) {
      map.addImage(p.id, p.data, { pixelRatio: p.pixelRatio, ...(p.stretch ? { stretchX: [p.stretch.x], stretchY: [p.stretch.y], content: p.stretch.content } : {}) });
    }
  };
  const show = (): void => {
    paint();
    map.setStyle(planStyle(wanted), { diff: true });
    laid = wanted.live?.overlay ?? null;
  };
  map.once('style.load', () => {
    ready = true;
    show();
  });
  const follow = (): void => void map.jumpTo({ center: first.getCenter(), zoom: first.getZoom(), padding: first.getPadding() });
  follow();
  first.on('move', follow);
  const resize = (): void => void map.resize();
  first.on('resize', resize);
  map.on('idle', () => (el.dataset['idle'] = 'true'));
  map.on('dataloading', () => (el.dataset['idle'] = 'false'));
  return {
    draw(next) {
      const before = wanted;
      wanted = next;
      if (!ready) return;
      const overlay = next.live?.overlay;
      const sameStyle = before.horizon === next.horizon && before.flavor === next.flavor && before.lang === next.lang && before.rows === next.rows && before.ground === next.ground;
      if (!sameStyle || !overlay) return show();
      for (const id of ['demand', 'catchments', 'whatif'] as const) {
        if (overlay[id] !== laid?.[id]) map.getSource<GeoJSONSource>(id)?.setData(overlay[id]);
      }
      laid = overlay;
    },
    dispose() {
      first.off('move', follow);
      first.off('resize', resize);
      map.remove();
      el.remove();
    },
  };
}
