import type { App } from './app.ts';
import type { PlanMap } from './map/map.ts';
import { panels } from './panels/panels.ts';
import { horizons } from './state.ts';

/** Where a letter is text, not a command. */
const fields = 'input, textarea, select, [contenteditable], dialog[open]';
const setting = 'keys'; // localStorage: 'off' switches the single letters off (WCAG 2.1.4)

export const lettersOn = (): boolean => localStorage.getItem(setting) !== 'off';
export function setLetters(on: boolean): void {
  if (on) localStorage.removeItem(setting);
  else localStorage.setItem(setting, 'off');
}

/** What the keys do beyond the state. */
export interface KeyActs {
  readonly map: PlanMap | null;
  readonly search: () => void;
  readonly help: () => void;
  /** Stops what a tool is in the middle of; false when there was nothing. */
  readonly cancel: () => boolean;
}

/**
 * Keys of the page. Escape works everywhere; single letters while the focus is
 * not in a field, and not at all once the reader has switched them off.
 */
export function watchKeys(app: App, acts: KeyActs): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    const inField = target instanceof Element && target.closest(fields) !== null;
    if (event.key === 'Escape') {
      if (target instanceof Element && target.closest('dialog[open]')) return;
      if (!acts.cancel()) close(app);
      return;
    }
    if (inField || !lettersOn()) return;
    const horizon = horizons[Number(event.key) - 1];
    const tool = panels.find(({ key }) => key === event.key.toLowerCase());
    const { panel } = app.state.get();
    if (horizon) app.state.set({ horizon });
    else if (tool) app.state.set({ panel: panel === tool.name ? 'none' : tool.name });
    else if (event.key === '/') acts.search();
    else if (event.key === '?') acts.help();
    else if (event.key === '[' || event.key === ']') step(app, event.key === ']' ? 1 : -1);
    else if (event.key === 'Home' && target instanceof HTMLCanvasElement) acts.map?.home();
    else return;
    event.preventDefault();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

/** The next or previous feature in view, round and round. */
function step(app: App, by: 1 | -1): void {
  const { items } = app.data.get().view;
  const { feature } = app.state.get();
  const at = items.findIndex((i) => i.collection === feature?.collection && i.id === feature.id);
  const item = items[at < 0 ? (by > 0 ? 0 : items.length - 1) : (at + by + items.length) % items.length];
  if (item) app.open(item);
}

/** Escape: the card first, then the tool. */
function close(app: App): void {
  const { feature, panel } = app.state.get();
  if (feature) app.state.set({ feature: null });
  else if (panel !== 'none') app.state.set({ panel: 'none' });
}
