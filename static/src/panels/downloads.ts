import { badge, weakest } from './badge.ts';
import { said } from './facts.ts';
import { placeHead } from './head.ts';
import { together } from './panel.ts';
import type { Panel } from './panel.ts';
import type { App } from '../app.ts';
import type { Collection } from '../api/types.ts';
import { h, replace } from '../dom.ts';
import { decimal } from '../format.ts';
import { keyOf } from '../i18n/index.ts';

const whole = 10_000; // features one answer holds
const weighed = 2000; // features up to which a file is fetched to tell its size

interface Format {
  readonly id: string;
  readonly title: string;
}

/** 下载: every layer in every format and coordinate system, addresses to copy, and how to open them elsewhere. */
export const downloadsPanel: Panel = (el, app) => {
  let layer = app.state.get().table.layer;
  let formats: readonly Format[] = [];
  let format = 'gpkg';
  let crs = '';
  let size: string | null = null;
  let asked = new AbortController();
  const head = placeHead(app, 'downloads');
  const body = h('div', { class: 'downloads' });
  replace(el, head.el, body);

  const address = (): string => {
    const query = new URLSearchParams({ f: format, limit: String(whole), ...(crs ? { crs } : {}) });
    return app.client.url(`collections/${encodeURIComponent(layer)}/items?${query}`);
  };
  const chosen = (): Collection | undefined => app.data.get().collections.find((c) => c.id === layer);

  /** The formats are those the server names in its links. */
  const prepare = async (): Promise<void> => {
    const { links } = await app.client.get<{ links: { rel: string; href: string; title?: string }[] }>(`collections/${encodeURIComponent(layer)}/items?limit=1&f=json`, asked.signal);
    const found = links.flatMap(({ rel, href, title }) => {
      const id = new URL(href).searchParams.get('f');
      return id && (rel === 'alternate' || rel === 'self') ? [{ id, title: (title ?? id).replace(/^this page( as )?/, '') || 'GeoJSON' }] : [];
    });
    formats = found.filter((f, i) => found.findIndex((g) => g.id === f.id) === i);
    if (!formats.some((f) => f.id === format)) format = formats[0]?.id ?? 'json';
    draw();
    weigh();
  };
  const weigh = (): void => {
    asked.abort();
    const mine = (asked = new AbortController());
    size = null;
    const count = chosen()?.item_count ?? 0;
    if (count === 0 || count > weighed) return draw();
    fetch(address(), { signal: mine.signal }).then(async (response) => {
      const bytes = response.ok ? (await response.arrayBuffer()).byteLength : 0;
      if (mine.signal.aborted) return;
      size = bytes ? bytesText(bytes, app) : null;
      draw();
    }).catch(() => {});
  };

  const draw = (): void => {
    const t = app.t();
    const { lang } = app.state.get();
    const { collections } = app.data.get();
    const about = chosen();
    const name = (c: Collection): string => (lang === 'en' ? c.title_en : c.title_zh) || c.title;
    const weak = weakest(about?.methods ?? {});
    const url = address();
    replace(body,
      h('section', { class: 'group' },
        h('h3', {}, t('downloads.layer')),
        h('div', { class: 'dl-grid' },
          h('label', {}, t('table.layer'), h('select', { 'data-key': 'dl:layer', onChange: (e: Event) => { layer = (e.target as HTMLSelectElement).value; void prepare().catch(() => draw()); } },
            ...collections.map((c) => h('option', { value: c.id, selected: c.id === layer }, name(c))))),
          h('label', {}, t('downloads.format'), h('select', { 'data-key': 'dl:format', onChange: (e: Event) => { format = (e.target as HTMLSelectElement).value; weigh(); } },
            ...formats.map((f) => h('option', { value: f.id, selected: f.id === format }, f.title)))),
          h('label', {}, t('downloads.crs'), h('select', { 'data-key': 'dl:crs', onChange: (e: Event) => { crs = (e.target as HTMLSelectElement).value; weigh(); } },
            ...(about?.crs ?? []).map((uri, i) => h('option', { value: i ? uri : '', selected: uri === crs }, crsName(app, uri)))))),
        about ? h('p', { class: 'dl-about' }, weak ? badge(app, weak.method, about.provenance, about.methods) : null, ' ',
          h('span', {}, t('downloads.items', { count: about.item_count ?? 0 })), size ? h('span', { 'data-size': size }, ` · ${size}`) : null, ' · ', said(app, about.provenance?.licence ?? '')) : null,
        (about?.item_count ?? 0) > whole ? h('p', { class: 'muted' }, t('downloads.more', { count: whole })) : null,
        /GCJ|BD-09/.test(crs) ? h('p', { class: 'schematic' }, t('downloads.display')) : null,
        h('p', { class: 'actions' }, h('a', { class: 'button', href: url, download: '', 'data-key': 'dl:get' }, t('downloads.get')), copyButton(app, url)),
        h('code', { class: 'dl-url' }, url)),
      h('section', { class: 'group' }, h('h3', {}, t('downloads.tiles')), addresses(app, [
        [t('downloads.tilejson'), `xyz/${layer}.json`], [t('downloads.plan'), 'xyz/plan.json'], ['XYZ', `xyz/${layer}/{z}/{x}/{y}.mvt`],
        ['OGC API – Tiles', `collections/${layer}/tiles`], [t('downloads.style.light'), 'styles/plan-light'], [t('downloads.style.dark'), 'styles/plan-dark'],
      ])),
      h('section', { class: 'group' }, h('h3', {}, t('downloads.use')), ...snippets(app, layer).map(([title, note, code]) =>
        h('details', { 'data-snippet': title }, h('summary', {}, title), h('p', {}, note), h('pre', { tabindex: 0 }, code), copyButton(app, code)))),
      h('section', { class: 'group' }, h('h3', {}, t('downloads.api')), h('ul', { class: 'dl-links' }, ...(['', 'api', 'conformance', 'collections', 'tileMatrixSets', 'functions', 'plan', 'indicators'] as const).map((path) =>
        h('li', {}, h('a', { href: app.client.url(`${path || './'}?f=${path === 'api' || path === 'collections' || path === 'conformance' || path === 'plan' || path === 'indicators' ? 'html' : 'json'}`), target: '_blank', rel: 'noopener' }, `/${path}`)))),
        h('p', { class: 'muted' }, t('downloads.version'))));
  };

  void prepare().catch(() => draw());
  return together(
    head.dispose,
    () => asked.abort(),
    app.state.select((s) => [s.lang] as const, draw),
    app.data.select((d) => [d.collections] as const, draw),
  );
};

/** `EPSG:4490`, with the dictionary's words for it. */
function crsName(app: App, uri: string): string {
  const code = uri.includes('CRS84') ? 'CRS84' : /(\d+)$/.exec(uri)?.[1] && uri.includes('EPSG') ? `EPSG:${/(\d+)$/.exec(uri)?.[1]}` : (uri.split(':').at(-1) ?? uri);
  const key = keyOf(`crs.${code}`);
  return key ? `${code} · ${app.t()(key)}` : code;
}

function addresses(app: App, rows: readonly (readonly [string, string])[]): HTMLElement {
  return h('dl', { class: 'facts dl-addresses' }, ...rows.map(([name, path]) => {
    const url = app.client.url('') + path;
    return h('div', {}, h('dt', {}, name), h('dd', {}, h('code', {}, url), ' ', copyButton(app, url)));
  }));
}

/** How to open the layer in other programs; every line has been run against this server. */
function snippets(app: App, layer: string): readonly (readonly [string, string, string])[] {
  const t = app.t();
  const base = app.client.url('').replace(/\/$/, '');
  return [
    ['QGIS', t('downloads.qgis'), base],
    ['GDAL', t('downloads.gdal'), `ogrinfo -ro OAPIF:${base}\nogr2ogr -f GPKG ${layer}.gpkg OAPIF:${base} ${layer}`],
    ['MapLibre', t('downloads.maplibre'), `new maplibregl.Map({\n  container: 'map',\n  style: '${base}/styles/plan-light'\n});`],
    ['curl', t('downloads.curl'), `curl -s '${base}/collections/${layer}/items?limit=10'\ncurl -s -G '${base}/collections/${layer}/items' --data-urlencode "filter=name_zh LIKE '%通%'"`],
  ];
}

function copyButton(app: App, text: string): HTMLElement {
  const t = app.t();
  return h('button', { type: 'button', class: 'link', onClick: (event: Event) => {
    const button = event.currentTarget as HTMLButtonElement;
    void navigator.clipboard?.writeText(text).then(() => { button.textContent = t('card.copied'); });
  } }, t('downloads.copy'));
}

function bytesText(bytes: number, app: App): string {
  const { lang } = app.state.get();
  return bytes < 1e6 ? `${decimal(bytes / 1000, 0, lang)}\u202fkB` : `${decimal(bytes / 1e6, 1, lang)}\u202fMB`;
}
