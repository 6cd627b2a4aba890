import type { App } from '../app.ts';
import { h, icon, icons, replace } from '../dom.ts';
import type { Tool } from './panels.ts';

/** The head of a drawer or page: its title, room for controls, and the way out. */
export function placeHead(app: App, name: Tool, ...controls: HTMLElement[]): { el: HTMLElement; dispose: () => void } {
  const title = h('h2', {});
  const close = h('button', { type: 'button', class: 'close', onClick: () => app.state.set({ panel: 'none' }) }, icon(icons.close));
  const el = h('header', { class: 'place-head' });
  replace(el, title, ...controls, close);
  const dispose = app.state.select((s) => [s.lang] as const, () => {
    const t = app.t();
    title.textContent = t(`nav.${name}.title`);
    close.setAttribute('aria-label', t('card.close'));
  });
  return { el, dispose };
}
