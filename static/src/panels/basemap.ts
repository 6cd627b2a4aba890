import { said } from './facts.ts';
import type { App } from '../app.ts';
import { h } from '../dom.ts';
import { groundCredit, groundOf, groundTitle, misplaced } from '../map/ground.ts';

/** Which map lies under the plan: one of radio buttons; with a raster map its strength, whose it is, and who is asked for it. */
export function basemapChoice(app: App): HTMLElement {
  const t = app.t();
  const { basemap, lang, rows } = app.state.get();
  const ground = groundOf(app);
  const chosen = typeof ground === 'object' ? ground.id : ground;
  const choice = (id: string, title: string): HTMLElement => h('label', { class: 'row-main' },
    h('input', { type: 'radio', name: 'basemap', value: id, checked: id === chosen, 'data-key': `basemap:${id}`, onChange: () => app.state.set({ basemap: id }) }), said(app, title));
  const percent = rows['basemap']?.opacity ?? 100;
  const readout = h('output', {}, `${percent}\u202f%`);
  return h('fieldset', { class: 'group basemaps', 'data-basemap': basemap },
    h('legend', {}, t('basemap.title')),
    h('div', { class: 'choices' },
      choice('vector', t('basemap.vector')),
      ...(app.data.get().basemaps ?? []).map((map) => choice(map.id, groundTitle(map, lang))),
      choice('none', t('basemap.none'))),
    typeof ground === 'object' && h('div', { class: 'row-details' },
      h('label', { class: 'slider' }, t('layers.opacity'), h('input', {
        type: 'range', min: 10, max: 100, step: 5, value: percent, 'data-key': 'opacity:basemap',
        onInput: (event: Event) => (readout.value = `${(event.target as HTMLInputElement).value}\u202f%`),
        onChange: (event: Event) => app.state.set({ rows: { ...app.state.get().rows, basemap: { opacity: Number((event.target as HTMLInputElement).value) } } }),
      }), readout),
      h('p', {}, said(app, groundCredit(app) ?? '')),
      h('p', { class: 'muted' }, t('basemap.asked', { host: new URL(ground.tiles).host })),
      app.data.get().basemapFailed && h('p', { class: 'bad' }, `⚠ ${t('basemap.failed')}`)));
}

/** What has to be said about the ground over the map itself: its tiles do not come, or the plan does not lie true on it. */
export function basemapNotes(app: App): HTMLElement[] {
  const t = app.t();
  const ground = groundOf(app);
  if (typeof ground !== 'object') return [];
  const own = h('button', { type: 'button', class: 'link', 'data-key': 'basemap:own', onClick: () => app.state.set({ basemap: 'vector' }) }, t('basemap.own'));
  const failed = app.data.get().basemapFailed && h('p', { 'data-note': 'basemap-failed' }, `⚠ ${t('basemap.failed')} `,
    h('button', { type: 'button', class: 'link', 'data-key': 'basemap:retry', onClick: () => app.map()?.retryBasemap() }, t('card.retry')), ' ', own);
  const display = misplaced(app) && h('p', { 'data-note': 'basemap-display' }, `⚠ ${t(ground.crs === 'gcj02' ? 'basemap.gcj' : 'basemap.display')} `, failed ? '' : own);
  return [failed, display].filter((note) => note !== false);
}
