import { together } from './panel.ts';
import type { Panel } from './panel.ts';
import { h, icon, icons, replace } from '../dom.ts';
import { horizons } from '../state.ts';

const beat = 2500; // milliseconds a horizon stays while they play

/** The one control of time: three stops, never a fake continuous axis. ▶ walks through them and stops at any touch of the page. */
export const horizonBar: Panel = (el, app) => {
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let playing: ReturnType<typeof setInterval> | undefined;
  const stop = (): void => {
    if (playing === undefined) return;
    clearInterval(playing);
    playing = undefined;
    for (const input of inputs) removeEventListener(input, stop, true);
    draw();
  };
  const inputs = ['pointerdown', 'keydown', 'wheel'] as const;
  const play = (): void => {
    const step = (): void => {
      const next = horizons[(horizons.indexOf(app.state.get().horizon) + 1) % horizons.length];
      if (next) app.state.set({ horizon: next });
    };
    playing = setInterval(step, beat);
    step();
    // Not the press that started it.
    setTimeout(() => { if (playing !== undefined) for (const input of inputs) addEventListener(input, stop, true); });
    draw();
  };
  const draw = (): void => {
    const t = app.t();
    const { horizon } = app.state.get();
    const at = horizons.indexOf(horizon);
    const label = t(playing === undefined ? 'horizon.play' : 'horizon.stop');
    replace(
      el,
      !still.matches && h('button', { type: 'button', class: 'play', 'data-key': 'play', 'aria-label': label, title: label, 'aria-pressed': String(playing !== undefined), onClick: () => (playing === undefined ? play() : stop()) },
        icon(playing === undefined ? icons.play : icons.pause)),
      h('div', { class: 'stops', role: 'group', 'aria-label': t('horizon.label'), style: `--at:${at}` },
        ...horizons.map((each, i) =>
          h('button', {
            type: 'button', 'data-key': each, 'data-horizon': each, 'aria-label': t(`horizon.${each}`), 'aria-pressed': String(each === horizon), class: i <= at ? 'passed' : null,
            onClick: () => app.state.set({ horizon: each }),
          }, h('span', { class: 'dot' }), h('span', { class: 'long' }, t(`horizon.${each}`)), h('span', { class: 'short', 'aria-hidden': 'true' }, t(`horizon.short.${each}`))))),
    );
  };
  still.addEventListener('change', draw);
  return together(
    app.state.select((s) => [s.horizon, s.lang] as const, draw),
    stop,
    () => still.removeEventListener('change', draw),
  );
};
