import { badge } from './badge.ts';
import type { Panel } from './panel.ts';
import type { App } from '../app.ts';
import type { Method } from '../api/types.ts';
import { h, icon, icons, replace } from '../dom.ts';
import { word } from '../i18n/index.ts';
import { reached } from '../map/rows.ts';
import { fromGcj02, parseCoordinates } from '../search/coordinates.ts';
import { loadEntries } from '../search/load.ts';
import { find } from '../search/match.ts';
import type { Entry, Group, Hit } from '../search/match.ts';
import { narrow } from '../screen.ts';
import type { Horizon } from '../state.ts';

const examples = ['环球', 'zjwsj', '116.70,39.91'] as const;
const around = 500; // metres shown around a coordinate

/** Search over everything that has a name, the plan's text and coordinates: a combobox over a grouped listbox. */
export const searchBox: Panel = (el, app) => {
  let entries: readonly Entry[] | null = null;
  let failed = false;
  let loading = false;
  let options: (() => void)[] = [];
  let active = -1;

  const input = h('input', {
    id: 'q', type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search',
    'aria-expanded': 'false', 'aria-controls': 'hits', 'aria-autocomplete': 'list',
  });
  const list = h('div', { id: 'hits', role: 'listbox' });
  const status = h('p', { class: 'muted pad', role: 'status' });
  const help = h('div', { class: 'chips pad' });
  const popup = h('div', { class: 'hits', hidden: true }, list, status, help);
  replace(el, h('label', { class: 'search-field' }, icon(icons.search), input, h('kbd', { 'aria-hidden': 'true' }, '/')), popup);

  const hint = (): void => void (input.placeholder = app.t()(narrow.matches ? 'search.short' : 'search.placeholder'));
  narrow.addEventListener('change', hint);
  const texts = app.state.select((s) => [s.lang] as const, () => {
    const t = app.t();
    el.setAttribute('aria-label', t('search.label'));
    input.setAttribute('aria-label', t('search.label'));
    hint();
    list.setAttribute('aria-label', t('search.results'));
    if (!popup.hidden) draw();
  });

  const close = (): void => {
    popup.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    mark(-1);
  };
  const choose = (act: () => void): void => {
    close();
    act();
  };
  const mark = (to: number): void => {
    active = to;
    const all = list.querySelectorAll<HTMLElement>('[role=option]');
    all.forEach((option, i) => option.setAttribute('aria-selected', String(i === to)));
    const option = all[to];
    if (option) {
      input.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };

  const load = (): void => {
    if (entries || loading) return;
    loading = true;
    failed = false;
    loadEntries(app, (now) => {
      entries = now;
      draw();
    }).catch(() => {
      failed = true;
    }).finally(() => {
      loading = false;
      if (!popup.hidden) draw();
    });
  };

  const draw = (): void => {
    const t = app.t();
    const query = input.value.trim();
    options = [];
    const option = (content: (Node | string | null)[], act: () => void, data: Record<string, string> = {}): HTMLElement => {
      const index = options.push(act) - 1;
      return h('div', { role: 'option', id: `hit-${index}`, 'aria-selected': 'false', ...data, onClick: () => choose(act) }, ...content);
    };
    const typed = parseCoordinates(query);
    const groups = query && entries ? find(entries, query) : [];
    replace(list,
      typed && groupBox(t('search.coordinates'), [
        option([h('b', {}, t('search.wgs')), h('small', {}, `${typed.lon}, ${typed.lat}`)], () => goTo(app, typed.lon, typed.lat), { 'data-datum': 'wgs84' }),
        option([h('b', {}, t('search.gcj')), h('small', {}, t('search.gcj.note'))], () => {
          const { lon, lat } = fromGcj02(typed);
          goTo(app, lon, lat);
        }, { 'data-datum': 'gcj02' }),
      ]),
      ...groups.map((group) => groupBox(title(app, group), group.hits.map((hit) =>
        option(describe(app, hit), () => reach(app, hit.entry), { 'data-id': `${hit.entry.collection}/${hit.entry.id}`, 'data-tier': hit.tier })))));
    const total = groups.reduce((n, g) => n + g.total, 0);
    status.textContent = failed ? t('search.failed') : query && !entries ? t('search.loading') : !query ? t('search.try') : total || typed ? t('search.count', { count: total }) : t('search.none', { query });
    status.classList.toggle('visually-hidden', Boolean(total || typed));
    const bare = !query || (!total && !typed);
    replace(help, ...(bare ? examples.map((example) => h('button', { type: 'button', class: 'chip-button', onClick: () => { input.value = example; input.focus(); draw(); } }, example)) : []));
    help.hidden = !bare;
    popup.hidden = false;
    input.setAttribute('aria-expanded', String(options.length > 0));
    list.hidden = options.length === 0;
    mark(options.length ? 0 : -1);
  };

  input.addEventListener('focus', () => {
    load();
    draw();
  });
  input.addEventListener('input', draw);
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return; // Enter and arrows belong to the input method
    const n = options.length;
    switch (event.key) {
      case 'ArrowDown': if (popup.hidden) draw(); else if (n) mark((active + 1) % n); break;
      case 'ArrowUp': if (n) mark((active - 1 + n) % n); break;
      case 'Home': if (!n || input.value) return; mark(0); break;
      case 'Enter': { const act = options[active]; if (act && !popup.hidden) choose(act); break; }
      case 'Escape':
        if (popup.hidden && !input.value) { input.blur(); return; }
        if (popup.hidden) input.value = '';
        close();
        break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  const outside = (event: Event): void => {
    if (event.target instanceof Node && !el.contains(event.target)) close();
  };
  addEventListener('pointerdown', outside);
  el.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && el.contains(event.relatedTarget))) setTimeout(() => { if (!el.contains(document.activeElement)) close(); }, 150);
  });
  return () => {
    narrow.removeEventListener('change', hint);
    texts();
    removeEventListener('pointerdown', outside);
  };
};

function groupBox(name: string, options: HTMLElement[]): HTMLElement {
  return h('div', { role: 'group', 'aria-label': name }, h('p', { class: 'hits-group', 'aria-hidden': 'true' }, name), ...options);
}

function title(app: App, { collection, hits, total }: Group): string {
  const t = app.t();
  const name = collection === 'plan' ? t('search.plan') : word(t, 'collection', collection);
  return total > hits.length ? t('search.group.more', { name, shown: hits.length, total }) : name;
}

function describe(app: App, { entry, text, mark: [from, to], tier }: Hit): (Node | null)[] {
  const t = app.t();
  const { lang, horizon } = app.state.get();
  const shown = h('b', /\p{Script=Han}/u.test(text) ? { lang: 'zh' } : {}, text.slice(0, from), from < to && h('mark', {}, text.slice(from, to)), text.slice(to));
  const name = lang === 'en' && entry.en ? entry.en : entry.zh;
  const second = [text !== name && (tier === 'content' || text !== entry.zh || lang === 'en') && name, entry.hint].filter(Boolean).join(' · ');
  const later = entry.horizon && !reached(entry.horizon as Horizon, horizon);
  return [
    shown,
    second ? h('small', /\p{Script=Han}/u.test(second) ? { lang: 'zh' } : {}, second) : null,
    h('span', { class: 'hits-end' },
      later ? h('span', { class: 'chip quiet' }, word(t, 'horizon.short', entry.horizon ?? '')) : null,
      entry.method ? badge(app, entry.method as Method) : null),
  ];
}

/** Opens a clause in the plan's text, a feature on the map. */
function reach(app: App, { collection, id }: Entry): void {
  if (collection === 'plan') app.state.set({ panel: 'about', clause: id, feature: null });
  else app.open({ collection, id });
}

/** A place given by its coordinates: shown with what lies around it. */
function goTo(app: App, lon: number, lat: number): void {
  app.state.set({ panel: 'draw', near: { lon, lat, radius: around }, feature: null });
}
