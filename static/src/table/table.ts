import { columnsOf } from './columns.ts';
import { condition, together as conjoin } from './filter.ts';
import type { Column } from './filter.ts';
import { itemsPath, rowsOf } from './rows.ts';
import type { Question, Rows } from './rows.ts';
import { ApiError } from '../api/client.ts';
import type { Feature, Scalar } from '../api/types.ts';
import { nameOf } from '../app.ts';
import type { App } from '../app.ts';
import { h, replace } from '../dom.ts';
import { keyOf, word } from '../i18n/index.ts';
import { reasonOf } from '../load.ts';
import { shownHorizons } from '../map/rows.ts';
import { badge } from '../panels/badge.ts';
import { placeHead } from '../panels/head.ts';
import { together } from '../panels/panel.ts';
import type { Panel } from '../panels/panel.ts';

const spare = 8; // rows drawn above and below the window
const settle = 250; // milliseconds a typed condition rests
const formats = ['csv', 'geojson', 'gpkg', 'shp'] as const;
const exported = 10_000; // features the server puts into one file

/** 列表: the features of any layer as a table, filtered in CQL2, linked to the map, exported as filtered. */
export const tablePanel: Panel = (el, app) => {
  let columns: readonly Column[] = [];
  let visible = new Set<string>();
  let queryable = new Set<string>();
  let typed = new Map<string, string>(); // per column
  let hand = app.state.get().table.filter; // written by hand, without the columns' conditions
  let inView = false;
  let timed = true;
  let rows: Rows | null = null;
  let error: { readonly text: string; readonly position: number | null } | null = null;
  let busy = false;
  let rowHeight = 30; // pixels, of every row, one line; a finger's are taller
  let running: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const layer = h('select', { 'data-key': 'layer', onChange: () => choose(layer.value) });
  const count = h('span', { class: 'strong', role: 'status' });
  const view = h('label', { class: 'check' });
  const time = h('label', { class: 'check' });
  const picker = h('details', { class: 'picker' });
  const exports = h('span', { class: 'chips' });
  const head = placeHead(app, 'table', layer, count, view, time, picker, exports);
  const text = h('input', { type: 'text', class: 'cql', spellcheck: 'false', autocomplete: 'off', 'data-key': 'cql', onInput: () => later(() => {
    hand = text.value;
    typed = new Map();
    app.state.set({ table: { ...app.state.get().table, filter: hand } });
    drawHead();
  }) });
  const clear = h('button', { type: 'button', class: 'link', 'data-key': 'clear', onClick: () => reset() });
  const fault = h('p', { class: 'bad cql-fault', role: 'alert' });
  const thead = h('thead', {});
  const tbody = h('tbody', {});
  const table = h('table', { class: 'grid' }, thead, tbody);
  const scroller = h('div', { class: 'grid-scroll', tabindex: 0 }, table);
  const note = h('p', { class: 'muted pad' });
  const caption = h('span', { class: 'muted' });
  replace(el, head.el, h('div', { class: 'cql-line' }, caption, text, clear), fault, scroller, note);

  const later = (act: () => void): void => {
    clearTimeout(timer);
    timer = setTimeout(act, settle);
  };
  const choose = (id: string): void => app.state.set({ table: { layer: id, filter: hand = keepable(hand), sort: '' } });
  const reset = (): void => {
    hand = '';
    typed = new Map();
    app.state.set({ table: { ...app.state.get().table, filter: '' } });
    drawHead();
  };

  const question = (): Question => {
    const { table: t, horizon } = app.state.get();
    const shown = shownHorizons(horizon);
    const byTime = timed && horizon !== 'beyond' && queryable.has('horizon') ? [`(horizon IS NULL OR horizon IN (${shown.map((s) => `'${s}'`).join(', ')}))`] : [];
    const map = app.map();
    return { layer: t.layer, sort: t.sort, filter: conjoin(t.filter, byTime), bbox: inView && map ? map.box() : null };
  };

  const ask = (): void => {
    running?.abort();
    const mine = (running = new AbortController());
    const what = question();
    // The reader's part stands in parentheses when the horizon's follows it.
    const before = what.filter !== app.state.get().table.filter && app.state.get().table.filter ? 1 : 0;
    const asked = rowsOf(app, what);
    busy = true;
    error = null;
    status();
    asked.next(mine.signal).then(() => {
      busy = false;
      rows = asked;
      scroller.scrollTop = 0;
      draw();
    }, (reason: unknown) => {
      if (mine.signal.aborted) return;
      busy = false;
      error = { text: reasonOf(app, reason), position: reason instanceof ApiError && reason.field === 'filter' && reason.position !== null ? reason.position - before : null };
      draw();
    });
  };
  const more = (): void => {
    if (busy || !rows || rows.complete || !running) return;
    busy = true;
    rows.next(running.signal).then(() => {
      busy = false;
      draw();
    }, () => {
      busy = false;
    });
  };

  const status = (): void => {
    const t = app.t();
    count.textContent = busy && !rows ? t('panel.loading') : rows && !error ? t('table.count', { count: rows.matched }) : '';
    scroller.setAttribute('aria-busy', String(busy));
    replace(fault, ...(error ? faultWords(app, error, app.state.get().table.filter) : []));
    text.setAttribute('aria-invalid', String(Boolean(error && error.position !== null)));
  };

  const drawHead = (): void => {
    const t = app.t();
    const { table: at, lang } = app.state.get();
    const { collections } = app.data.get();
    replace(layer, ...collections.filter((c) => c.id !== 'layout-lines').map((c) => h('option', { value: c.id, selected: c.id === at.layer }, (lang === 'en' ? c.title_en : c.title_zh) || c.title)));
    layer.setAttribute('aria-label', t('table.layer'));
    caption.textContent = 'CQL2';
    text.setAttribute('aria-label', t('table.cql'));
    text.placeholder = t('table.cql.example');
    if (document.activeElement !== text) text.value = at.filter;
    clear.textContent = t('table.clear');
    clear.hidden = !at.filter;
    replace(view, h('input', { type: 'checkbox', checked: inView, disabled: !app.map(), 'data-key': 'inview', onChange: () => { inView = !inView; ask(); drawHead(); } }), t('table.inview'));
    replace(time, h('input', { type: 'checkbox', checked: timed, 'data-key': 'timed', onChange: () => { timed = !timed; ask(); drawHead(); } }), t('table.timed', { horizon: t(`horizon.short.${app.state.get().horizon}`) }));
    time.hidden = app.state.get().horizon === 'beyond' || !queryable.has('horizon');
    replace(picker, h('summary', {}, t('table.columns')), h('div', { class: 'picker-list' }, ...columns.map((c) => h('label', { class: 'check' }, h('input', {
      type: 'checkbox', checked: visible.has(c.name), 'data-key': `column:${c.name}`, onChange: () => {
        if (!visible.delete(c.name)) visible.add(c.name);
        drawColumns();
        draw();
      },
    }), c.title))));
    drawExports();
  };
  const drawExports = (): void => {
    const t = app.t();
    replace(exports, h('span', { class: 'muted' }, t('table.export')), ...formats.map((f) => h('a', { class: 'button', 'data-export': f, href: app.client.url(itemsPath(question(), f, exported) + (f === 'csv' ? '&bom=true' : '')), download: '' }, f.toUpperCase())));
  };

  const drawColumns = (): void => {
    const t = app.t();
    const { sort } = app.state.get().table;
    const shown = columns.filter((c) => visible.has(c.name));
    replace(thead,
      h('tr', {}, ...shown.map((c) => {
        const way = sort.slice(1) === c.name ? sort[0] : '';
        return h('th', { scope: 'col', 'aria-sort': way === '+' ? 'ascending' : way === '-' ? 'descending' : 'none' },
          h('button', { type: 'button', 'data-key': `sort:${c.name}`, onClick: () => app.state.set({ table: { ...app.state.get().table, sort: way === '+' ? `-${c.name}` : way === '-' ? '' : `+${c.name}` } }) },
            c.title, h('span', { 'aria-hidden': 'true' }, way === '+' ? ' ▲' : way === '-' ? ' ▼' : '')));
      })),
      h('tr', { class: 'filters' }, ...shown.map((c) => h('td', {}, columnFilter(c, typed.get(c.name) ?? '', t('table.filter', { column: c.title }), (value) => later(() => {
        typed.set(c.name, value);
        const conditions = columns.flatMap((each) => condition(each, typed.get(each.name) ?? '') ?? []);
        app.state.set({ table: { ...app.state.get().table, filter: conjoin(hand, conditions) } });
      }))))));
  };

  const draw = (): void => {
    const t = app.t();
    status();
    const { feature, lang, table: at } = app.state.get();
    const shown = columns.filter((c) => visible.has(c.name));
    const all = error ? [] : (rows?.features ?? []);
    const from = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - spare);
    const to = Math.min(all.length, from + Math.ceil((scroller.clientHeight || 300) / rowHeight) + 2 * spare);
    table.setAttribute('aria-rowcount', String((rows?.matched ?? 0) + 2));
    const gap = (n: number) => h('tr', { 'aria-hidden': 'true' }, h('td', { colspan: shown.length, style: `height:${n * rowHeight}px;padding:0;border:0` }));
    replace(tbody,
      from > 0 && gap(from),
      ...all.slice(from, to).map((f, i) => h('tr', {
        'data-id': f.id, 'aria-rowindex': from + i + 3, 'aria-selected': String(feature?.collection === at.layer && feature.id === f.id),
        onClick: () => app.open({ collection: at.layer, id: f.id }),
      }, ...shown.map((c, k) => cell(app, c, f, k === 0)))),
      to < all.length && gap(all.length - to));
    const drawn = tbody.querySelector<HTMLElement>('tr[data-id]')?.offsetHeight;
    if (drawn && drawn !== rowHeight) {
      rowHeight = drawn;
      draw();
      return;
    }
    note.hidden = !rows || busy || all.length > 0 || Boolean(error);
    replace(note, t('table.empty'), ' ', at.filter || inView ? h('button', { type: 'button', class: 'link', onClick: () => { inView = false; reset(); ask(); } }, t('table.clear')) : null);
    if (lang && rows && !rows.complete && to > all.length - 30) more();
  };

  let prepared = '';
  const prepare = async (id: string): Promise<void> => {
    const { schemas, lang } = { ...app.data.get(), ...app.state.get() };
    const schema = schemas[id] ?? (await app.client.schema(id));
    if (app.state.get().table.layer !== id) return;
    if (!schemas[id]) app.data.set({ schemas: { ...app.data.get().schemas, [id]: schema } });
    const found = columnsOf(schema, lang);
    columns = found.all;
    visible = new Set(found.first);
    queryable = new Set(Object.keys(schema.properties));
    typed = new Map();
    prepared = `${id} ${lang}`;
    drawHead();
    drawColumns();
    ask();
  };

  let frame = 0;
  scroller.addEventListener('scroll', () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(draw);
  });

  return together(
    head.dispose,
    () => running?.abort(),
    () => clearTimeout(timer),
    app.state.select((s) => [s.table.layer, s.lang] as const, (id, lang) => {
      if (prepared === `${id} ${lang}`) return;
      rows = null;
      prepare(id).catch((reason: unknown) => {
        error = { text: reasonOf(app, reason), position: null };
        drawHead();
        draw();
      });
    }),
    app.state.select((s) => [s.table.filter, s.table.sort, s.horizon] as const, () => {
      if (!prepared) return;
      drawColumns();
      drawHead();
      ask();
    }),
    app.state.select((s) => [s.feature] as const, draw),
    app.data.select((d) => [d.collections] as const, drawHead),
    app.data.select((d) => [d.back] as const, () => { if (error && prepared) ask(); }),
    app.data.select((d) => [d.view] as const, () => {
      if (inView) ask();
    }),
  );
};

/** A filter that may hold for another layer too: one by place only. */
function keepable(filter: string): string {
  return /^S_INTERSECTS\(geometry, [A-Z]+\([-\d., ()]+\)\)$/.test(filter.trim()) ? filter : '';
}

function columnFilter(column: Column, value: string, label: string, changed: (value: string) => void): HTMLElement {
  if (column.type === 'choice' || column.type === 'boolean') {
    const choices = column.type === 'boolean' ? ['true', 'false'] : column.choices;
    return h('select', { 'aria-label': label, 'data-key': `filter:${column.name}`, onChange: (event: Event) => changed((event.target as HTMLSelectElement).value) },
      h('option', { value: '' }, '—'), ...choices.map((c) => h('option', { value: c, selected: c === value }, c)));
  }
  return h('input', { type: 'text', value, 'aria-label': label, 'data-key': `filter:${column.name}`, placeholder: column.type === 'number' ? '>5, 5..10' : '', onInput: (event: Event) => changed((event.target as HTMLInputElement).value) });
}

function cell(app: App, column: Column, feature: Feature, first: boolean): HTMLElement {
  const t = app.t();
  const { lang } = app.state.get();
  const value = feature.properties[column.name];
  if (first) {
    return h('th', { scope: 'row' }, h('button', { type: 'button', class: 'link', 'data-key': `row:${feature.id}` }, column.name.startsWith('name_') ? nameOf({ ...feature.properties, id: feature.id }, lang) : said(value)),
      feature.geometry ? null : badge(app, 'unlocated'));
  }
  if (column.name === 'method' && typeof value === 'string') return h('td', {}, feature.properties.method ? badge(app, feature.properties.method, feature.properties) : null);
  const key = typeof value === 'string' ? keyOf(`${column.name === 'horizon' ? 'horizon.short' : column.name}.${value}`) ?? keyOf(`row.key-projects:${value}`) : null;
  const words = key ? t(key) : typeof value === 'string' ? word(t, column.name, value) : said(value);
  return h('td', { class: column.type === 'number' ? 'number' : null, title: words.length > 24 ? words : null, ...(lang === 'en' && /\p{Script=Han}/u.test(words) ? { lang: 'zh' } : {}) }, words);
}

function said(value: Scalar | readonly Scalar[] | undefined): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? (value as readonly Scalar[]).join('、') : String(value);
}

/** What is wrong with a filter, and where: the text with the place marked. */
function faultWords(app: App, { text, position }: { text: string; position: number | null }, filter: string): (Node | string)[] {
  if (position === null || position < 1 || position > filter.length + 1) return [text];
  const at = position - 1;
  return [text, ' ', h('code', {}, filter.slice(Math.max(0, at - 20), at), h('mark', { 'aria-label': app.t()('table.here') }, filter.slice(at, at + 1) || '␣'), filter.slice(at + 1, at + 20))];
}
