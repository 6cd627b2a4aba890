import { Map as MapLibre } from 'maplibre-gl';
import { colophon, shortText } from './export.ts';
import { headline } from './figures.ts';
import type { Ask } from './studio.ts';
import type { App } from '../app.ts';
import type { Coverage } from '../api/types.ts';
import { flavors } from '../map/flavors.ts';
import { paintImages } from '../map/icons.ts';
import { groundCredit } from '../map/ground.ts';
import { styleInput } from '../map/map.ts';
import { planStyle } from '../map/style.ts';
import { percent } from '../format.ts';

const patience = 30_000; // milliseconds a picture may take to draw

/** The map as it stands, drawn again off screen, always light: width and height in CSS pixels, `scale` device pixels each. */
export async function mapPicture(app: App, width: number, height: number, scale: number): Promise<HTMLCanvasElement> {
  const el = document.createElement('div');
  el.style.cssText = `position:fixed;left:-99999px;top:0;width:${width}px;height:${height}px`;
  document.body.append(el);
  let view: { center: [number, number]; zoom: number; across: number; down: number } = { center: [116.68, 39.88], zoom: 11, across: width, down: height };
  app.map()?.lend((map) => {
    const { lng, lat } = map.getCenter();
    const p = map.getPadding();
    const { clientWidth, clientHeight } = map.getContainer();
    view = { center: [lng, lat], zoom: map.getZoom(), across: Math.max(200, clientWidth - (p.left ?? 0) - (p.right ?? 0)), down: Math.max(200, clientHeight - (p.top ?? 0) - (p.bottom ?? 0)) };
    return () => {};
  })();
  const input = styleInput(app);
  const map = new MapLibre({
    container: el, style: planStyle({ ...input, flavor: 'light' }), interactive: false, attributionControl: false, maxPitch: 0, fadeDuration: 0, localIdeographFontFamily: false,
    // As much as panels left free on the screen.
    center: view.center, zoom: view.zoom + Math.log2(Math.min(width / view.across, height / view.down)),
    pixelRatio: scale, canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  try {
    map.once('style.load', () => {
      for (const p of paintImages('light', flavors.light)) map.addImage(p.id, p.data, { pixelRatio: p.pixelRatio, ...(p.stretch ? { stretchX: [p.stretch.x], stretchY: [p.stretch.y], content: p.stretch.content } : {}) });
    });
    await Promise.race([
      new Promise<void>((resolve) => map.once('idle', () => resolve())),
      // A raster map that does not answer must not cost the plan its picture.
      new Promise<void>((resolve, reject) => setTimeout(() => (typeof input.ground === 'object' && map.isSourceLoaded('plan') ? resolve() : reject(new Error('map'))), patience)),
    ]);
    const source = map.getCanvas();
    const copy = document.createElement('canvas');
    copy.width = source.width;
    copy.height = source.height;
    copy.getContext('2d')?.drawImage(source, 0, 0);
    return copy;
  } finally {
    map.remove();
    el.remove();
  }
}

/** The map under a strip that says what it shows, as PNG at twice the pixels. */
export async function png(app: App, answer: Coverage, ask: Ask): Promise<Blob> {
  const under = groundCredit(app);
  const [width, height, scale, head, foot] = [1200, 800, 2, 96, under ? 80 : 58];
  const map = await mapPicture(app, width, height, scale);
  const canvas = document.createElement('canvas');
  canvas.width = width * scale;
  canvas.height = (head + height + foot) * scale;
  const c = canvas.getContext('2d');
  if (!c) throw new Error('picture: no 2D canvas');
  const { ui } = flavors.light;
  const { lang } = app.state.get();
  const sans = '"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif';
  c.scale(scale, scale);
  c.fillStyle = ui.panel;
  c.fillRect(0, 0, width, head + height + foot);
  c.drawImage(map, 0, head, width, height);
  c.fillStyle = ui.text;
  c.textBaseline = 'middle';
  c.font = `700 44px ${sans}`;
  const figure = headline(answer);
  const big = figure?.share == null ? '–' : percent(figure.share, lang);
  c.fillText(big, 24, head / 2);
  const left = 24 + c.measureText(big).width + 24;
  c.font = `600 19px ${sans}`;
  c.fillText(shortText(app, answer), left, 34, width - left - 24);
  c.font = `400 14px ${sans}`;
  c.fillStyle = ui.warn;
  const about = colophon(app, answer, ask);
  const first = answer.combined_reason ?? answer.warnings[0];
  if (first) c.fillText(`∑ ${lang === 'en' ? first.en : first.zh}`, left, 66, width - left - 24);
  c.fillStyle = ui.muted;
  c.fillText(`${app.t()('map.credit')} · © OpenStreetMap contributors · ${about[1]?.[1] ?? ''} · ${about[0]?.[0] ?? ''} ${answer.digest.slice(0, 8)}`, 24, head + height + 20, width - 48);
  c.fillText(location.href, 24, head + height + 42, width - 48);
  if (under) c.fillText(`${app.t()('basemap.title')}: ${under}`, 24, head + height + 64, width - 48);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('picture: no PNG');
  return blob;
}
