import { badge } from './badge.ts';
import { said } from './facts.ts';
import { together } from './panel.ts';
import type { Panel } from './panel.ts';
import { nameOf } from '../app.ts';
import type { Feature } from '../api/types.ts';
import { h, replace } from '../dom.ts';
import { distance } from '../format.ts';
import { reasonOf } from '../load.ts';
import { word } from '../i18n/index.ts';
import { radiusRange } from '../state.ts';

interface NearAnswer {
  readonly groups: readonly {
    readonly collection: string;
    readonly title_zh?: string;
    readonly title_en?: string;
    readonly number_matched: number;
    readonly features: readonly Feature[];
  }[];
}

const settle = 150; // milliseconds the radius must rest
const listed = 30; // of a group

/** What lies within the radius of state.near, by layer, nearest first: the answer of /near. */
export const nearAnswer: Panel = (el, app) => {
  let answer: NearAnswer | null = null;
  let error: string | null = null;
  let running: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const draw = (): void => {
    const t = app.t();
    const { near, lang } = app.state.get();
    if (!near) return replace(el);
    const held = document.activeElement instanceof HTMLInputElement && el.contains(document.activeElement);
    const results = h('div', { class: 'near-results' },
      error ? h('p', { class: 'bad', role: 'alert' }, error, ' ', h('button', { type: 'button', class: 'link', onClick: () => ask() }, t('card.retry'))) : null,
      ...(answer?.groups ?? []).map(({ collection, title_zh, title_en, number_matched, features }) => h('section', { 'data-collection': collection },
        h('h4', {}, said(app, (lang === 'en' ? title_en : title_zh) || word(t, 'collection', collection)), h('span', { class: 'muted' }, number_matched)),
        collection.startsWith('demand-') ? null : h('ul', { class: 'in-view' }, ...features.slice(0, listed).map((f) => h('li', {}, h('button', {
          type: 'button', 'data-id': f.id, 'data-key': `${collection}/${f.id}`, 'data-distance': Number(f.properties['distance_m'] ?? 0), onClick: () => app.open({ collection, id: f.id }),
        }, said(app, nameOf({ ...f.properties, id: f.id }, lang)), h('span', { class: 'near-end' }, f.properties.method ? badge(app, f.properties.method, f.properties) : null,
          h('small', { class: 'muted' }, Number(f.properties['distance_m']) === 0 ? t('near.inside') : distance(Math.round(Number(f.properties['distance_m'] ?? 0)), lang))))))))),
      answer && !answer.groups.length ? h('p', { class: 'muted' }, t('near.none')) : null);
    if (held) {
      el.querySelector('.near-results')?.replaceWith(results);
      const out = el.querySelector('output');
      if (out) out.textContent = distance(near.radius, lang);
      return;
    }
    replace(el, h('section', { class: 'group' },
      h('h3', {}, t('near.title'), h('button', { type: 'button', class: 'link', 'data-key': 'near:clear', onClick: () => app.state.set({ near: null }) }, t('draw.remove'))),
      h('p', { class: 'muted' }, `${near.lon.toFixed(5)}, ${near.lat.toFixed(5)}`),
      h('label', { class: 'slider' }, t('coverage.radius'), h('input', {
        type: 'range', min: radiusRange.min, max: radiusRange.max, step: radiusRange.step, value: near.radius, 'data-key': 'near:radius', 'aria-label': t('coverage.radius.field'),
        onInput: (event: Event) => {
          const now = app.state.get().near;
          if (now) app.state.set({ near: { ...now, radius: Number((event.target as HTMLInputElement).value) } });
        },
      }), h('output', {}, distance(near.radius, lang))),
      results));
  };

  const ask = (): void => {
    running?.abort();
    const { near } = app.state.get();
    error = null;
    if (!near) {
      answer = null;
      return draw();
    }
    const mine = (running = new AbortController());
    app.client.get<NearAnswer>(`near?point=${near.lon},${near.lat}&radius=${near.radius}`, mine.signal).then((value) => {
      answer = value;
      draw();
    }, (reason: unknown) => {
      if (mine.signal.aborted) return;
      error = reasonOf(app, reason);
      draw();
    });
    draw();
  };
  return together(
    () => running?.abort(),
    () => clearTimeout(timer),
    app.state.select((s) => [s.near] as const, () => {
      clearTimeout(timer);
      timer = setTimeout(ask, answer ? settle : 0);
      draw();
    }),
    app.state.select((s) => [s.lang] as const, draw),
    app.data.select((d) => [d.back] as const, () => { if (error) ask(); }),
  );
};
