import { renderSVG } from 'uqr';
import type { App } from '../app.ts';
import { mapPicture } from '../coverage/picture.ts';
import { h } from '../dom.ts';
import { distance } from '../format.ts';
import { groundCredit, groundOf } from '../map/ground.ts';
import { rowGroups, rows, rowState, shownHorizons } from '../map/rows.ts';
import { said } from '../panels/facts.ts';
import { badge, weakest } from '../panels/badge.ts';
import { rowMethods } from '../panels/layers.ts';
import { swatch } from '../panels/swatch.ts';

const pixel = 25.4 / 96; // millimetres of paper, CSS
const papers = { A4: [277, 190], A3: [400, 277] } as const; // millimetres inside of 10 mm margins, landscape
const legend = 74; // millimetres
const below = { head: 17, foot: 24 } as const; // millimetres
const equator = 40_075_016.686; // metres, WGS 84

/** Asks for the paper, then hands the sheet to the browser's print: text stays text, patterns and marks of the schematic stay. */
export function askSheet(app: App): void {
  const t = app.t();
  const paper = h('select', { 'aria-label': t('print.paper') }, h('option', {}, 'A4'), h('option', {}, 'A3'));
  const way = h('select', { 'aria-label': t('print.way') }, h('option', { value: 'landscape' }, t('print.landscape')), h('option', { value: 'portrait' }, t('print.portrait')));
  const dialog = h('dialog', { class: 'help', 'aria-labelledby': 'print-title', onClose: () => dialog.remove() }, h('div', { class: 'pad' },
    h('h2', { id: 'print-title' }, t('print.title')),
    h('p', { class: 'actions' }, paper, way),
    h('p', { class: 'actions' },
      h('button', { type: 'button', 'data-key': 'print:go', onClick: () => {
        const choice = { paper: paper.value === 'A3' ? 'A3' as const : 'A4' as const, portrait: way.value === 'portrait' };
        dialog.close();
        void layoutSheet(app, choice).then(() => print());
      } }, t('top.print')),
      h('button', { type: 'button', onClick: () => dialog.close() }, t('local.ask.no')))));
  document.body.append(dialog);
  dialog.showModal();
}

/** The sheet, put into the document until the print is over. Always light. */
export async function layoutSheet(app: App, { paper, portrait }: { readonly paper: keyof typeof papers; readonly portrait: boolean }): Promise<HTMLElement> {
  const t = app.t();
  const { lang, rows: changes, horizon } = app.state.get();
  const { collections, items } = app.data.get();
  const [w, hgt] = portrait ? [papers[paper][1], papers[paper][0]] : papers[paper];
  const size = portrait ? { w, h: hgt - below.head - below.foot - 70 } : { w: w - legend - 6, h: hgt - below.head - below.foot };
  const [width, height] = [Math.round(size.w / pixel), Math.round(size.h / pixel)];
  const picture = await mapPicture(app, width, height, paper === 'A3' ? 2 : 3).catch(() => null);
  const ratio = scaleOf(app, width);
  const version = await app.client.get<{ version: string; data: string }>('version').catch(() => null);
  const drawn = rows.filter((row) => rowState(row, changes, horizon, groundOf(app) === 'vector').drawn);
  const under = groundCredit(app);
  const sources = [...new Set(drawn.flatMap((row) => collections.find((c) => c.id === row.collection)?.provenance?.licence ?? []))];
  const link = location.href;
  const qr = h('div', { class: 'qr', role: 'img', 'aria-label': 'QR' });
  if (link.length < 900) qr.append(new DOMParser().parseFromString(renderSVG(link, { border: 0 }), 'image/svg+xml').documentElement);
  const sheet = h('section', { class: `layout-sheet${portrait ? ' portrait' : ''}${paper === 'A3' ? ' a3' : ''}`, id: 'layout-sheet', style: `--w:${size.w}mm;--h:${size.h}mm` },
    h('header', {}, h('h1', { lang: 'zh' }, t('print.heading.zh')), h('p', {}, `${t('print.heading.en')} · ${t(`horizon.${horizon}`)}`)),
    h('div', { class: 'sheet-body' },
      h('div', { class: 'sheet-map' }, picture ?? h('p', {}, t('map.failed.title')),
        h('div', { class: 'north', 'aria-hidden': 'true' }, t('print.north'), h('b', {}, '▲')),
        ratio ? scaleBar(ratio, lang) : null),
      h('div', { class: 'sheet-legend' }, ...rowGroups.flatMap((group) => {
        const mine = drawn.filter((row) => row.group === group);
        return mine.length ? [h('h2', {}, t(`group.${group}`)), ...mine.map((row) => {
          const weak = weakest(rowMethods(row, collections.find((c) => c.id === row.collection), items[row.collection]));
          return h('p', {}, swatch(row.swatch, 'light'), h('span', {}, t(`row.${row.key}` as Parameters<typeof t>[0])), weak ? badge(app, weak.method) : null);
        })] : [];
      }))),
    h('footer', {}, qr, h('div', {},
      h('p', { class: 'schematic-line' }, `≈ ${t('print.schematic')}`),
      h('p', {}, t('print.crs', { scale: ratio ? `1:${Number(ratio.toPrecision(3)).toLocaleString('zh-CN')}` : '—', paper })),
      h('p', {}, `${t('layers.source')}: ${t('print.source')} · ${sources.join(' · ')}`),
      under && h('p', { class: 'ground-credit' }, `${t('basemap.title')}: `, said(app, under)),
      h('p', {}, `${t('print.made', { date: new Date().toISOString().slice(0, 10) })} · layoutmap ${version?.version ?? ''} · ${t('coverage.digest', { digest: version?.data.slice(0, 8) ?? '—' })} · ${t('print.shown', { horizons: shownHorizons(horizon).map((s) => t(`horizon.short.${s}`)).join('、') })}`),
      h('p', { class: 'sheet-link' }, link))));
  const page = document.createElement('style');
  page.textContent = `@page { size: ${paper} ${portrait ? 'portrait' : 'landscape'}; margin: 10mm; }`;
  document.getElementById('layout-sheet')?.remove();
  document.body.append(sheet, page);
  document.body.dataset['printing'] = 'layout';
  const { theme } = document.documentElement.dataset;
  document.documentElement.dataset['theme'] = 'light';
  addEventListener('afterprint', () => {
    sheet.remove();
    page.remove();
    delete document.body.dataset['printing'];
    if (theme) document.documentElement.dataset['theme'] = theme;
  }, { once: true });
  return sheet;
}

/** The scale's denominator of a picture `width` CSS pixels wide, at the map's middle; the picture shows what the screen's free part shows across. */
function scaleOf(app: App, width: number): number | null {
  const box = app.map()?.box();
  if (!box) return null;
  const [west, south, east, north] = box;
  const across = (east - west) / 360 * equator * Math.cos((south + north) / 2 * Math.PI / 180); // metres
  return across / (width * pixel / 1000);
}

function scaleBar(ratio: number, lang: 'zh' | 'en'): HTMLElement {
  const most = 50 * ratio / 1000; // metres that 50 mm of paper show
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((n) => n * power).find((m) => m <= most) ?? power;
  return h('div', { class: 'scale-bar', 'data-metres': metres }, h('i', { style: `width:${(metres / ratio * 1000).toFixed(2)}mm` }), h('span', {}, distance(metres, lang)), h('span', {}, `1:${Number(ratio.toPrecision(3)).toLocaleString('zh-CN')}`));
}
