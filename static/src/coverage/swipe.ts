import type { Map as MapLibre } from 'maplibre-gl';
import { delta, headline, printedDifference } from './figures.ts';
import type { Pair } from './studio.ts';
import type { App } from '../app.ts';
import { styleInput } from '../map/map.ts';
import type { Overlay } from '../map/overlay.ts';
import { createSecond } from '../map/second.ts';
import type { SecondMap } from '../map/second.ts';
import { h, replace } from '../dom.ts';
import { distance, people, percent } from '../format.ts';
import { narrow } from '../screen.ts';

const step = 0.02; // of the window's width, for one press of an arrow key

/** The maps of a comparison: the right one over the left, cut at the handle; on a phone one or the other by a tap. */
export function swipe(app: App, right: () => Overlay): { draw(pair: Pair): void; at(share: number): void; dispose(): void } {
  const region = document.getElementById('map-region');
  if (!region) throw new Error('swipe: index.html has no #map-region');
  const pane = h('div', { class: 'map-b', id: 'map-b' });
  const handle = h('button', { type: 'button', class: 'swipe-handle', role: 'slider', 'aria-orientation': 'horizontal', 'aria-valuemin': 0, 'aria-valuemax': 100, 'data-key': 'swipe' }, h('span', { 'aria-hidden': 'true' }, '⇆'));
  const bar = h('div', { class: 'swipe' }, handle);
  const readouts = { left: h('div', { class: 'readout left', 'data-side': 'left' }), right: h('div', { class: 'readout right', 'data-side': 'right' }) };
  const flip = h('button', { type: 'button', class: 'flip', 'data-key': 'flip', onClick: () => put(app.state.get().compare.at > 0.5 ? 0 : 1) });
  const main = region.parentElement ?? region;
  region.append(pane);
  main.append(bar, readouts.left, readouts.right, flip);
  let second: SecondMap | null = null;
  let first: MapLibre | null = null;
  const input = (): ReturnType<typeof styleInput> => {
    const base = styleInput(app);
    return { ...base, horizon: app.state.get().compare.right, live: base.live ? { ...base.live, overlay: right() } : null };
  };
  const start = (): void => {
    const { mode } = app.state.get().compare;
    const wanted = mode === 'swipe';
    bar.hidden = flip.hidden = pane.hidden = !wanted;
    if (wanted && first && !second) second = createSecond(pane, first, input());
  };

  function put(share: number): void {
    const at = Math.round(Math.min(1, Math.max(0, share)) * 100) / 100;
    app.state.set({ compare: { ...app.state.get().compare, at } });
  }
  const grab = (event: PointerEvent): void => {
    handle.setPointerCapture(event.pointerId);
    const move = (e: PointerEvent): void => put(e.clientX / innerWidth);
    const end = (): void => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  };
  handle.addEventListener('pointerdown', grab);
  handle.addEventListener('keydown', (event) => {
    const { at } = app.state.get().compare;
    const by = event.shiftKey ? 5 * step : step;
    const next = { ArrowLeft: at - by, ArrowDown: at - by, ArrowRight: at + by, ArrowUp: at + by, PageDown: at - 0.1, PageUp: at + 0.1, Home: 0, End: 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    put(next);
  });

  const at = (share: number): void => {
    const t = app.t();
    bar.style.left = `${100 * share}%`;
    pane.style.clipPath = `inset(0 0 0 ${100 * share}%)`;
    handle.setAttribute('aria-valuenow', String(Math.round(100 * share)));
    handle.setAttribute('aria-label', t('compare.handle'));
    const { compare } = app.state.get();
    const shown = share > 0.5 ? compare.left : compare.right;
    replace(flip, t('compare.flip', { horizon: t(`horizon.${shown}`) }));
  };
  const giveBack = app.map()?.lend((map) => {
    first = map;
    start();
    return () => {};
  });

  const stop = app.data.select((d) => [d.basemaps] as const, () => second?.draw(input()));

  return {
    draw(pair) {
      const t = app.t();
      const { lang, compare, radius } = app.state.get();
      start();
      second?.draw(input());
      at(narrow.matches && compare.mode === 'swipe' && compare.at !== 0 && compare.at !== 1 ? 1 : compare.at);
      for (const side of ['left', 'right'] as const) {
        const answer = pair[side];
        const figure = answer && headline(answer);
        const other = pair.left && headline(pair.left);
        replace(readouts[side], h('p', { class: 'muted' }, `${t(`compare.${side}`)} · ${t(`horizon.${compare[side]}`)}`),
          figure && figure.share !== null && h('p', { class: `figure at-${compare[side]}`, title: `${figure.share} %` }, percent(figure.share, lang)),
          figure && h('p', {}, t('compare.covered', { radius: distance(radius, lang), covered: people(figure.covered, lang) })),
          side === 'right' && figure && other && delta(app, printedDifference(figure.share, other.share), (figure.share ?? 0) - (other.share ?? 0)));
      }
    },
    at,
    dispose() {
      stop();
      giveBack?.();
      second?.dispose();
      for (const el of [pane, bar, readouts.left, readouts.right, flip]) el.remove();
    },
  };
}
