import type { Map as MapLibre } from 'maplibre-gl';
import { nameOf } from '../app.ts';
import type { App } from '../app.ts';
import { h, replace } from '../dom.ts';
import { distance } from '../format.ts';
import { pickAt } from './view.ts';
import { keyOf } from '../i18n/index.ts';

/** How far from a feature a click still means it, pixels: half the target a mouse, a finger needs. */
const reach = { mouse: 4, touch: 11 } as const;

/** Hover names what is under the pointer; click, tap, or Enter at the crosshair opens its card. */
export function watchPointer(map: MapLibre, app: App): () => void {
  const canvas = map.getCanvas();
  const tip = h('div', { class: 'tip', role: 'presentation', hidden: true });
  map.getContainer().append(tip);
  let lastPointer: keyof typeof reach = 'mouse';
  let frame = 0;

  const pick = (point: Parameters<typeof pickAt>[1]): void => {
    const { tool } = app.data.get();
    if (tool) {
      const { lng, lat } = map.unproject(point);
      return tool.at([lng, lat]);
    }
    const [first, ...also] = pickAt(map, point, reach[lastPointer]);
    if (first) app.open(first, also);
    else app.state.set({ feature: null });
  };

  const onKind = (event: PointerEvent): void => {
    lastPointer = event.pointerType === 'mouse' ? 'mouse' : 'touch';
  };
  canvas.addEventListener('pointerdown', onKind);
  map.on('click', (event) => pick(event.point));
  map.on('mousemove', (event) => {
    if (frame) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      if (map.isMoving()) return;
      const [first] = pickAt(map, event.point, reach.mouse);
      const { tool } = app.data.get();
      canvas.style.cursor = tool ? 'crosshair' : first ? 'pointer' : '';
      tip.hidden = !first || tool !== null || app.data.get().studio.draft !== null;
      if (!first) return;
      const t = app.t();
      const { lang } = app.state.get();
      const kind = keyOf(`collection.${first.collection}`);
      const { method, accuracy } = first.about ?? {};
      const off = first.about && ['≈', method && t(`method.${method}`), accuracy && `± ${distance(accuracy, lang)}`].filter(Boolean).join(' ');
      replace(tip, h('b', {}, nameOf(first, lang)), kind && h('span', {}, t(kind)), off && h('span', {}, off));
      tip.style.transform = `translate(${Math.round(event.point.x + 14)}px, ${Math.round(event.point.y + 14)}px)`;
    });
  });
  const hide = (): void => void (tip.hidden = true);
  map.on('mouseout', hide);
  map.on('movestart', hide);

  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    pick(map.project(map.getCenter()));
  };
  canvas.addEventListener('keydown', onKey);
  return () => {
    cancelAnimationFrame(frame);
    canvas.removeEventListener('pointerdown', onKind);
    canvas.removeEventListener('keydown', onKey);
    tip.remove();
  };
}
