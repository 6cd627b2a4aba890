import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import { askKey } from './ask.ts';
import { commitEdits, currentAsk, patchStudio, redo, undo } from './studio.ts';
import { watchHeld } from './held.ts';
import { armMoving, edits, withMoved, withoutEdit } from './whatif.ts';
import type { App } from '../app.ts';
import { misplaced } from '../map/ground.ts';
import type { Edits } from '../question.ts';

/** How far from a pin a press still means it, pixels: mouse, finger. */
const reach = { mouse: 12, touch: 22 } as const;

/** How long a pin that was let go waits for its figure before it goes back into the map, milliseconds. */
const patience = 400;

/** Makes a draft the question's once its figure is there: a map may take long to draw, and the figure goes first. */
function letGo(app: App, draft: Edits): void {
  const until = performance.now() + patience;
  const look = (): void => {
    const { coverage: { asked, failure }, studio } = app.data.get();
    if (studio.draft !== draft) return; // put back, or in hand again
    if (asked && askKey(asked) !== askKey(currentAsk(app)) && !failure && performance.now() < until) setTimeout(look, 10);
    else commitEdits(app, draft);
  };
  look();
}

/** Pins follow the pointer, the answer follows the pins. Letting go makes it the question's; Escape puts the pin back. */
export function watchDrags(app: App): () => void {
  return app.map()?.lend((map) => attach(map, app)) ?? (() => {});
}

function attach(map: MapLibre, app: App): () => void {
  let held: string | null = null;
  const pinAt = ({ x, y }: { x: number; y: number }, r: number): string | null => {
    if (app.state.get().panel !== 'coverage' || !map.getLayer('whatif-pin')) return null;
    // A pin's tip is its place; its head stands above.
    const [found] = map.queryRenderedFeatures([[x - r, y - r], [x + r, y + r + 14]], { layers: ['whatif-pin'] });
    const id: unknown = found?.properties['id'];
    return typeof id === 'string' ? id : null;
  };
  const press = (event: MapMouseEvent | MapTouchEvent): void => {
    if (app.data.get().tool || misplaced(app)) return;
    const touch = 'points' in event;
    if (touch && event.points.length !== 1) return;
    held = pinAt(event.point, touch ? reach.touch : reach.mouse);
    if (!held) return;
    event.preventDefault();
  };
  const move = (event: MapMouseEvent | MapTouchEvent): void => {
    if (!held) return;
    patchStudio(app, { picked: held, draft: withMoved(edits(app), held, [event.lngLat.lng, event.lngLat.lat]) });
  };
  const release = (): void => {
    if (!held) return;
    const { draft } = app.data.get().studio;
    if (draft) letGo(app, draft);
    else patchStudio(app, { picked: held });
    held = null;
  };
  const cancel = (): boolean => {
    if (!held) return false;
    held = null;
    patchStudio(app, { draft: null });
    return true;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (app.state.get().panel !== 'coverage') return;
    const field = event.target instanceof Element && event.target.closest('input:not([type=checkbox]):not([type=range]), textarea, select, dialog[open]');
    if (field) return;
    const { picked } = app.data.get().studio;
    const key = event.key.toLowerCase();
    const all = edits(app);
    const mine = picked !== null && (all.add.some((a) => a.id === picked) || all.move.some((m) => m.id === picked));
    if ((event.ctrlKey || event.metaKey) && key === 'z') {
      if (!(event.shiftKey ? redo(app) : undo(app))) return;
    } else if (event.key === 'Escape' && cancel()) {
      // the pin is back
    } else if (mine && !event.ctrlKey && !event.metaKey && (event.key === 'Delete' || event.key === 'Backspace')) {
      commitEdits(app, withoutEdit(all, picked));
      patchStudio(app, { picked: null });
    } else if (mine && key === 'm' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      armMoving(app, picked);
    } else return;
    event.preventDefault();
  };
  const stopHeld = watchHeld(map, app);
  map.on('mousedown', press);
  map.on('touchstart', press);
  map.on('mousemove', move);
  map.on('touchmove', move);
  map.on('mouseup', release);
  map.on('touchend', release);
  addEventListener('mouseup', release);
  addEventListener('keydown', onKey, true);
  return () => {
    stopHeld();
    map.off('mousedown', press);
    map.off('touchstart', press);
    map.off('mousemove', move);
    map.off('touchmove', move);
    map.off('mouseup', release);
    map.off('touchend', release);
    removeEventListener('mouseup', release);
    removeEventListener('keydown', onKey, true);
  };
}
