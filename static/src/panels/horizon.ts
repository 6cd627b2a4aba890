import type { Panel } from './panel.ts';
import { h, replace } from '../dom.ts';
import { horizons } from '../state.ts';

/** The one control of time: three stops, never a fake continuous axis. */
export const horizonBar: Panel = (el, app) =>
  app.state.select((s) => [s.horizon, s.lang] as const, (horizon, _) => {
    const t = app.t();
    const at = horizons.indexOf(horizon);
    replace(
      el,
      h('div', { class: 'stops', role: 'group', 'aria-label': t('horizon.label'), style: `--at:${at}` },
        ...horizons.map((each, i) =>
          h('button', {
            type: 'button', 'data-key': each, 'data-horizon': each, 'aria-pressed': String(each === horizon), class: i <= at ? 'passed' : null,
            onClick: () => app.state.set({ horizon: each }),
          }, h('span', { class: 'dot' }), h('span', { class: 'long' }, t(`horizon.${each}`)), h('span', { class: 'short', 'aria-hidden': 'true' }, t(`horizon.short.${each}`))))),
    );
  });
