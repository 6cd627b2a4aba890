import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, MapPage, test } from './page.ts';
import { startProgram } from './server.ts';

/** A raster map on another origin: the only test in which the page may ask one. */
const key = 'a key/1';
let tiles: Server;
let program: Awaited<ReturnType<typeof startProgram>>;
let folder: string;
let asked: string[] = [];
let broken = false;

test.beforeAll(async () => {
  tiles = createServer((request, response) => {
    asked.push(request.url ?? '');
    const [, z, x, y] = /^\/img\/(\d+)\/(\d+)\/(\d+)\?tk=a\+key%2F1$/.exec(request.url ?? '') ?? [];
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (broken || z === undefined) return void response.writeHead(broken ? 503 : 400).end();
    response.setHeader('Content-Type', 'image/png').end(photograph(Number(x) + Number(y)));
  });
  await new Promise<void>((resolve) => tiles.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(path.join(tmpdir(), 'layoutmap-'));
  const file = path.join(folder, 'basemaps.json');
  const map = (id: string, crs: string, more: object) => ({
    id, title_zh: `影像 ${id}`, title_en: `Imagery ${id}`, tiles: `http://127.0.0.1:${port()}/img/{z}/{x}/{y}?tk={key}`, attribution: '测试影像 & <b>公司</b>', approval_no: 'GS（2026）0001号', crs, key_env: 'E2E_TILE_KEY', ...more,
  });
  writeFileSync(file, JSON.stringify([map('img', 'cgcs2000', { max_zoom: 17 }), map('mars', 'gcj02', { display_only: true })]));
  program = await startProgram(['--basemaps', file], { E2E_TILE_KEY: key });
});
test.afterAll(async () => {
  await program.stop();
  tiles.close();
  rmSync(folder, { recursive: true });
});
test.beforeEach(() => {
  asked = [];
  broken = false;
});
const port = (): number => (tiles.address() as AddressInfo).port;
const open = async (page: Page, hash: string): Promise<MapPage> => {
  const plan = new MapPage(page, program.url, [`127.0.0.1:${port()}`]);
  await plan.open(hash);
  return plan;
};

test('a configured map: chosen, drawn, credited with its approval number, kept in the link, printed', async ({ page }) => {
  const plan = await open(page, '#v=1&m=11.50/39.8900/116.6900');
  expect(asked).toEqual([]); // nobody is asked before it is chosen
  await plan.dock.locator('[data-key="basemap:img"]').check();
  await expect(page).toHaveURL(/b=img/);
  await expect.poll(() => asked.length).toBeGreaterThan(3);
  await plan.idle();
  expect(asked.every((url) => url.endsWith('?tk=a+key%2F1'))).toBe(true);
  const credit = page.locator('.maplibregl-ctrl-attrib .ground-credit');
  await expect(credit).toHaveText('测试影像 & <b>公司</b> · 审图号 GS（2026）0001号'); // text, never markup
  await expect(credit).toBeVisible();
  await expect(plan.dock.locator('[data-row="roads"]')).toContainText('换了底图');
  expect(await plan.words('layers')).not.toContain('rivers');
  expect(await plan.words('layers')).toContain('layout:core');
  expect(await greenish(page)).toBeGreaterThan(0.3);
  await keep(page, 'basemap.png');
  await page.evaluate(() => { window.print = () => { document.body.dataset['printed'] = 'yes'; }; });
  await page.locator('#print').click();
  await page.locator('[data-key="print:go"]').click();
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes', { timeout: 60_000 });
  await expect(page.locator('#layout-sheet .ground-credit')).toHaveText('底图: 测试影像 & <b>公司</b> · 审图号 GS（2026）0001号');
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await plan.dock.locator('[data-key="basemap:none"]').check();
  await plan.idle();
  expect(await greenish(page)).toBeLessThan(0.01);
  await expect(credit).toHaveCount(0);
  expect(plan.troubles).toEqual([]);
});

test('English; a map in GCJ-02 is for looking only', async ({ page }) => {
  const plan = await open(page, '#v=1&b=mars&lang=en&p=draw');
  await expect(page.locator('#banner [data-note="basemap-display"]')).toContainText('some 500 m off the plan');
  await expect(plan.dock.locator('[data-key="tool:linestring"]')).toBeDisabled();
  await expect(page.locator('.ground-credit')).toContainText('map approval no. GS（2026）0001号');
  await plan.tool('coverage');
  await expect(plan.dock.locator('[data-key="place"]')).toBeDisabled();
  await page.locator('[data-key="basemap:own"]').click();
  await expect(page.locator('#banner')).toBeHidden();
  await expect(plan.dock.locator('[data-key="place"]')).toBeEnabled();
  expect(plan.troubles).toEqual([]);
});

test('tiles that do not come are told, the plan stays; retry brings them', async ({ page }) => {
  broken = true;
  const plan = await open(page, '#v=1&b=img');
  const note = page.locator('#banner [data-note="basemap-failed"]');
  await expect(note).toContainText('底图无法加载');
  await expect(plan.dock.locator('.basemaps')).toContainText('⚠');
  expect(await plan.words('rendered')).toContain('layout');
  broken = false;
  await note.locator('[data-key="basemap:retry"]').click();
  await expect(note).toHaveCount(0);
  await plan.idle();
  expect(await greenish(page)).toBeGreaterThan(0.3);
});

test('a link to a map that is not here falls back and says so', async ({ page, plan }) => {
  await plan.open('#v=1&b=tdt-img');
  await expect(page.locator('#notice')).toContainText('底图“tdt-img”这里没有');
  await expect(page).not.toHaveURL(/b=/);
  await expect(plan.dock.locator('[data-key="basemap:vector"]')).toBeChecked();
});

/** The share of the map's pixels that are of the photograph's green. */
async function greenish(page: Page): Promise<number> {
  const png = (await page.screenshot({ clip: { x: 440, y: 90, width: 560, height: 640 } })).toString('base64');
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
    let n = 0;
    for (let i = 0; i < pixels.length; i += 4) if (pixels[i]! < 90 && pixels[i + 1]! > 85 && pixels[i + 1]! < 125 && pixels[i + 2]! < 80) n++;
    return n / (pixels.length / 4);
  }, png);
}

async function keep(page: Page, name: string): Promise<void> {
  if (process.env['KEEP_SCREENSHOTS']) await page.screenshot({ path: path.join(process.env['KEEP_SCREENSHOTS'], name) });
}

/** A tile of one green, a little different from its neighbour, as PNG. */
function photograph(shade: number): Buffer {
  const side = 256;
  const rows = Buffer.alloc((side * 3 + 1) * side);
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) rows.set([58, 96 + (shade % 2) * 12 + ((x ^ y) & 8), 52], y * (side * 3 + 1) + 1 + x * 3);
  const chunk = (kind: string, body: Buffer): Buffer => {
    const out = Buffer.alloc(body.length + 12);
    out.writeUInt32BE(body.length, 0);
    out.write(kind, 4, 'latin1');
    body.copy(out, 8);
    out.writeUInt32BE(crc32(out.subarray(4, body.length + 8)), body.length + 8);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
