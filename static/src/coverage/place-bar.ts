import { armPlacing } from './whatif.ts';
import type { App } from '../app.ts';
import { misplaced } from '../map/ground.ts';
import { h, icon, icons, replace } from '../dom.ts';
import { together } from '../panels/panel.ts';

/** While a station is being placed: what to do, a button for the crosshair, and a way out. On a phone also the ＋ that begins it. */
export function placeBar(app: App): () => void {
  const bar = h('div', { class: 'place-bar', role: 'group', hidden: true });
  const add = h('button', { type: 'button', class: 'fab', 'data-key': 'fab', hidden: true, onClick: () => armPlacing(app) }, icon(icons.plus));
  document.querySelector('main')?.append(bar, add);
  const draw = (): void => {
    const t = app.t();
    const { tool } = app.data.get();
    const { panel } = app.state.get();
    const mine = tool?.name === 'place' || tool?.name === 'move' ? tool : null;
    bar.hidden = !mine;
    add.hidden = panel !== 'coverage' || tool !== null || misplaced(app);
    add.setAttribute('aria-label', t('whatif.place'));
    document.getElementById('map')?.toggleAttribute('data-aiming', mine !== null);
    if (mine) {
      replace(bar, h('span', {}, t(mine.name === 'place' ? 'whatif.place.how' : 'whatif.move.how')),
        h('button', { type: 'button', class: 'primary', 'data-key': 'place-here', onClick: () => app.map()?.lend((map) => { const { lng, lat } = map.getCenter(); mine.at([lng, lat]); return () => {}; })() }, t('whatif.here')),
        h('button', { type: 'button', class: 'link', 'data-key': 'place-cancel', onClick: () => app.data.set({ tool: null }) }, t('whatif.cancel')));
    }
  };
  return together(
    app.data.select((d) => [d.tool] as const, draw),
    app.data.select((d) => [d.basemaps] as const, draw),
    app.state.select((s) => [s.panel, s.lang, s.basemap] as const, (panel, _lang, _basemap) => {
      if (panel !== 'coverage' && app.data.get().tool && ['place', 'move'].includes(app.data.get().tool?.name ?? '')) app.data.set({ tool: null });
      draw();
    }),
    () => { bar.remove(); add.remove(); },
  );
}
