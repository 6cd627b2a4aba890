import { together } from './panel.ts';
import type { App } from '../app.ts';
import { h } from '../dom.ts';

/** Heights at which a phone's bottom sheet rests. */
export const detents = ['peek', 'half', 'full'] as const;
export type Detent = (typeof detents)[number];

const peek = 96; // pixels
const share: Record<Exclude<Detent, 'peek'>, number> = { half: 0.5, full: 0.92 }; // of the window
const tabBar = 62; // pixels under the sheet

export function detentOf(): Detent {
  return detents.find((d) => d === document.body.dataset['detent']) ?? 'half';
}

/** How high the sheet stands, pixels. */
export function sheetHeight(detent: Detent): number {
  return detent === 'peek' ? peek : Math.round(innerHeight * share[detent] - (detent === 'full' ? tabBar : 0));
}

/** The handle of the bottom sheet: a button that steps through the detents, and a grip to drag between them. */
export function sheetHandle(app: App, changed: () => void): () => void {
  const handle = h('button', { type: 'button', class: 'sheet-handle', id: 'sheet', 'data-key': 'sheet' }, h('span', { 'aria-hidden': 'true' }));
  document.querySelector('main')?.append(handle);
  const put = (detent: Detent): void => {
    document.body.dataset['detent'] = detent;
    document.body.style.setProperty('--sheet', `${sheetHeight(detent)}px`);
    handle.setAttribute('aria-label', app.t()('sheet.handle', { height: app.t()(`sheet.${detent}`) }));
    handle.setAttribute('aria-expanded', String(detent !== 'peek'));
    changed();
  };
  let dragged = false;
  handle.addEventListener('click', () => {
    if (dragged) return void (dragged = false);
    put(detents[(detents.indexOf(detentOf()) + 1) % detents.length] ?? 'half');
  });
  handle.addEventListener('keydown', (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const next = by === undefined ? undefined : detents[detents.indexOf(detentOf()) + by];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    put(next);
  });
  handle.addEventListener('pointerdown', (down) => {
    handle.setPointerCapture(down.pointerId);
    const from = sheetHeight(detentOf());
    let height = from;
    const move = (event: PointerEvent): void => {
      height = Math.max(peek, Math.min(sheetHeight('full'), from + down.clientY - event.clientY));
      if (Math.abs(height - from) > 6) dragged = true;
      document.body.style.setProperty('--sheet', `${height}px`);
    };
    const end = (): void => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      if (!dragged) return;
      const near = [...detents].sort((a, b) => Math.abs(sheetHeight(a) - height) - Math.abs(sheetHeight(b) - height))[0];
      put(near ?? 'half');
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  });
  const resize = (): void => put(detentOf());
  addEventListener('resize', resize);
  return together(
    app.state.select((s) => [s.lang] as const, () => put(detentOf())),
    // A tool or a feature opens at half, wherever the last one was left.
    app.state.select((s) => [s.panel, s.feature] as const, () => { if (detentOf() === 'peek') put('half'); }),
    () => removeEventListener('resize', resize),
    () => handle.remove(),
  );
}
