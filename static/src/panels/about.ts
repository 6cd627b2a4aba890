import { badge } from './badge.ts';
import { said } from './facts.ts';
import { placeHead } from './head.ts';
import { together } from './panel.ts';
import type { Panel } from './panel.ts';
import { panels } from './panels.ts';
import type { App } from '../app.ts';
import type { Clause, Collection, Method } from '../api/types.ts';
import { h, replace } from '../dom.ts';
import { distance } from '../format.ts';
import type { Key } from '../i18n/index.ts';

interface Indicator {
  readonly id: string;
  readonly number: number;
  readonly category: string;
  readonly name_zh: string;
  readonly name_en?: string;
  readonly unit?: string;
  readonly target?: string;
  readonly attribute?: string;
  readonly rows?: readonly { readonly name_zh: string; readonly name_en?: string; readonly unit?: string; readonly target?: string }[];
  readonly links?: readonly { readonly href: string }[];
}

interface Fetched {
  readonly clauses: readonly Clause[];
  readonly indicators: readonly Indicator[];
  readonly version: { readonly version: string; readonly data: string };
}

const sections = ['what', 'layers', 'coverage', 'indicators', 'crs', 'weak', 'keys', 'versions', 'plan'] as const;
type Section = (typeof sections)[number];

/** Libraries whose code runs in this page; NOTICE beside the program has the licences in full. */
const libraries = [
  ['MapLibre GL JS', 'BSD-3-Clause'], ['Terra Draw', 'MIT'], ['geographiclib-geodesic', 'MIT'], ['shpjs', 'MIT'], ['togeojson', 'BSD-2-Clause'],
  ['xmldom', 'MIT'], ['d3-dsv', 'ISC'], ['uqr', 'MIT'],
] as const;

/** 说明: what the data are, how far to trust them, how answers come about, and the whole plan to read. */
export const aboutPanel: Panel = (el, app) => {
  let fetched: Fetched | null = null;
  let failed = false;
  const asked = new AbortController();
  const head = placeHead(app, 'about');
  const body = h('div', { class: 'about' });
  replace(el, head.el, body);

  const load = (): void => {
    failed = false;
    void Promise.all([
      app.client.plan(asked.signal),
      app.client.get<{ indicators: Indicator[] }>('indicators?f=json', asked.signal),
      app.client.get<Fetched['version']>('version', asked.signal),
    ]).then(([clauses, { indicators }, version]) => {
      fetched = { clauses, indicators, version };
      draw();
      toClause(app.state.get().clause);
    }, () => {
      failed = !asked.signal.aborted;
      if (failed) draw();
    });
  };

  const draw = (): void => {
    const t = app.t();
    const scroll = el.scrollTop;
    const go = (id: string) => (event: Event) => {
      event.preventDefault();
      body.querySelector(`#${CSS.escape(id)}`)?.scrollIntoView();
    };
    replace(
      body,
      h('nav', { class: 'about-toc', 'aria-label': t('about.contents') },
        h('ul', {}, ...sections.map((s) => h('li', {}, h('a', { href: `#about-${s}`, onClick: go(`about-${s}`) }, t(`about.${s}`))))),
        fetched && h('ul', { class: 'about-parts', lang: 'zh' }, ...chapters(fetched.clauses).map((c) =>
          h('li', { class: `level-${c.level ?? 2}` }, h('a', { href: `#clause-${c.id}`, onClick: go(`clause-${c.id}`) }, c.heading ?? c.id))))),
      h('article', {},
        block(app, 'what', ...paragraphs(app, 'about.what.text')),
        block(app, 'layers', layersTable(app)),
        block(app, 'coverage', ...paragraphs(app, 'about.coverage.text'),
          h('p', {}, h('button', { type: 'button', class: 'link', onClick: () => app.state.set({ panel: 'coverage' }) }, t('about.coverage.open')))),
        block(app, 'indicators', fetched ? indicatorsTable(app, fetched.indicators) : h('p', { class: 'muted' }, t('panel.loading'))),
        block(app, 'crs', ...paragraphs(app, 'about.crs.text')),
        block(app, 'weak', ...paragraphs(app, 'about.weak.text')),
        block(app, 'keys', keysTable(app)),
        block(app, 'versions', h('dl', { class: 'facts' },
          ...(fetched ? [row(t('about.version'), fetched.version.version), row(t('about.digest'), fetched.version.data)] : []),
          ...libraries.map(([name, licence]) => row(name, licence))), ...paragraphs(app, 'about.versions.text')),
        block(app, 'plan', failed
          ? h('p', { class: 'bad', role: 'alert' }, `${t('card.clause.failed')} `, h('button', { type: 'button', class: 'link', onClick: load }, t('card.retry')))
          : fetched ? h('div', { class: 'plan-text', lang: 'zh' }, ...fetched.clauses.map((c) => clauseBlock(app, c))) : h('p', { class: 'muted' }, t('panel.loading')))),
    );
    el.scrollTop = scroll;
  };

  const toClause = (clause: string | null): void => {
    body.querySelector('.clause-at')?.classList.remove('clause-at');
    const target = clause ? body.querySelector<HTMLElement>(`#${CSS.escape(`clause-${clause}`)}`) : null;
    target?.classList.add('clause-at');
    target?.scrollIntoView({ block: 'start' });
    target?.focus({ preventScroll: true });
  };

  load();
  return together(
    head.dispose,
    () => asked.abort(),
    app.state.select((s) => [s.lang] as const, draw),
    app.data.select((d) => [d.collections] as const, draw),
    app.state.select((s) => [s.clause] as const, (clause) => toClause(clause)),
  );
};

const row = (term: string, value: string): HTMLElement => h('div', {}, h('dt', {}, term), h('dd', {}, value));

function block(app: App, id: Section, ...content: (Node | null)[]): HTMLElement {
  return h('section', { id: `about-${id}` }, h('h3', {}, app.t()(`about.${id}`)), ...content);
}

/** A long text of the dictionary: a line is a paragraph. */
function paragraphs(app: App, key: Key): HTMLElement[] {
  return app.t()(key).split('\n').map((line) => h('p', {}, line));
}

function chapters(clauses: readonly Clause[]): readonly Clause[] {
  return clauses.filter((c) => (c.level ?? 9) <= 2);
}

function clauseBlock(app: App, c: Clause): HTMLElement {
  const level = Math.min(6, (c.level ?? 3) + 3);
  const heading = h(`h${level}` as 'h4', {}, h('a', {
    href: `#clause-${c.id}`, onClick: (event: Event) => {
      event.preventDefault();
      app.state.set({ clause: c.id });
    },
  }, c.heading ?? c.id));
  const lines = c.text.split('\n').filter((line) => line.trim() && line.trim() !== c.heading);
  const table = lines.some((line) => line.includes('\t'));
  return h('section', { id: `clause-${c.id}`, class: 'plan-clause', tabindex: -1 }, heading,
    ...(table ? [tableOf(c.heading ?? c.id, lines)] : lines.map((line) => h('p', {}, line))));
}

/** A table that may be wider than a phone: keys scroll it too. */
function wide(name: string, table: HTMLElement): HTMLElement {
  return h('div', { class: 'wide', role: 'region', tabindex: 0, 'aria-label': name }, table);
}

/** Rows parted by tabs, as the plan's tables are stored; the first is the head. */
function tableOf(heading: string, lines: readonly string[]): HTMLElement {
  const cells = (line: string, tag: 'th' | 'td') => h('tr', {}, ...line.split('\t').map((cell) => h(tag, tag === 'th' ? { scope: 'col' } : {}, cell)));
  return wide(heading, h('table', {}, h('thead', {}, cells(lines[0] ?? '', 'th')), h('tbody', {}, ...lines.slice(1).map((line) => cells(line, 'td')))));
}

/** Every layer with how it was got, from where, on what terms. */
function layersTable(app: App): HTMLElement {
  const t = app.t();
  const { lang } = app.state.get();
  const head = ['table.layer', 'layers.items', 'card.method', 'layers.accuracy', 'card.plan.short', 'layers.source', 'layers.licence', 'layers.retrieved'] as const;
  const name = (c: Collection): string => (lang === 'en' ? c.title_en : c.title_zh) ?? c.title;
  return wide(t('about.layers'), h('table', { class: 'layers-table' },
    h('thead', {}, h('tr', {}, ...head.map((key) => h('th', { scope: 'col' }, t(key))))),
    h('tbody', {}, ...app.data.get().collections.map((c) => h('tr', {},
      h('th', { scope: 'row' }, said(app, name(c)), h('small', { class: 'muted' }, (lang === 'en' ? c.description_en : c.description_zh) ?? '')),
      h('td', { class: 'number' }, c.item_count ?? ''),
      h('td', {}, ...Object.entries(c.methods ?? {}).filter(([, n]) => n > 0).map(([method, n]) => h('span', { class: 'method-count' }, badge(app, method as Method), ` ${n}`))),
      h('td', {}, c.provenance?.accuracy_m ? `± ${distance(c.provenance.accuracy_m, lang)}` : '—'),
      h('td', {}, said(app, c.plan_ref ?? '—')),
      h('td', {}, said(app, c.provenance?.source ?? '—')),
      h('td', {}, said(app, c.provenance?.licence ?? '—')),
      h('td', {}, c.provenance?.retrieved ?? '—'))))));
}

function indicatorsTable(app: App, indicators: readonly Indicator[]): HTMLElement {
  const t = app.t();
  const { lang } = app.state.get();
  const nameOf = (i: { name_zh: string; name_en?: string }): HTMLElement => said(app, (lang === 'en' && i.name_en) || i.name_zh);
  return wide(t('about.indicators'), h('table', { class: 'indicators' },
    h('thead', {}, h('tr', {}, ...(['about.ind.no', 'about.ind.category', 'about.ind.name', 'about.ind.target', 'about.ind.kind', 'about.ind.answer'] as const).map((key) => h('th', { scope: 'col' }, t(key))))),
    h('tbody', {}, ...indicators.map((i) => h('tr', { 'data-indicator': i.number },
      h('td', { class: 'number' }, i.number),
      h('td', {}, said(app, i.category)),
      h('th', { scope: 'row' }, nameOf(i), ...(i.rows ?? []).map((r) => h('small', { class: 'muted' }, nameOf(r)))),
      h('td', {}, i.rows ? i.rows.map((r) => `${r.target ?? ''} ${r.unit ?? ''}`).join(' / ') : said(app, `${i.target ?? ''} ${i.unit ?? ''}`)),
      h('td', {}, said(app, i.attribute ?? '')),
      h('td', {}, i.links?.length ? h('button', { type: 'button', class: 'link', onClick: () => app.state.set({ panel: 'coverage' }) }, t('about.ind.open')) : h('span', { class: 'muted' }, t('about.ind.none'))))))));
}

/** The keys, also for the `?` dialog. */
export function keysTable(app: App): HTMLElement {
  const t = app.t();
  const tools = panels.map((p) => [p.key.toUpperCase(), t(`nav.${p.name}.title`)] as const);
  const all: readonly (readonly [string, string])[] = [
    ['/', t('search.label')], ...tools, ['1 2 3', t('horizon.label')], ['← ↑ ↓ →', t('keys.pan')], ['+ −', t('keys.zoom')], ['Home', t('map.home')],
    ['Enter', t('keys.enter')], ['[ ]', t('keys.next')], ['Esc', t('keys.escape')], ['?', t('top.keys')],
  ];
  return h('dl', { class: 'facts keys' }, ...all.map(([key, does]) => h('div', {}, h('dt', {}, ...key.split(' ').map((k) => h('kbd', {}, k))), h('dd', {}, does))));
}
