import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from './page.ts';

const features = (n: number) => JSON.stringify({
  type: 'FeatureCollection',
  features: Array.from({ length: n }, (_, i) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [116.66 + i / 1000, 39.9] }, properties: { 名称: `地块 ${i + 1}` } })),
});

test('a dropped file stands beside the plan and never leaves the page', async ({ plan, page }) => {
  await plan.open('#v=1&p=layers');
  const sent: string[] = [];
  page.on('request', (r) => { if (r.method() !== 'GET') sent.push(r.url()); });
  const drop = (name: string, text: string) => page.evaluate(([n, t]) => {
    const data = new DataTransfer();
    data.items.add(new File([t!], n!));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [name, text]);
  await drop('地块.geojson', features(3));
  const row = plan.dock.locator('[data-local="地块.geojson"]');
  await expect(row).toContainText('3 个要素');
  await expect(row.locator('.badge')).toHaveText('本地');
  await plan.idle();
  await expect.poll(() => plan.words('rendered')).toContain('local');
  expect(await plan.inView('local')).toHaveLength(3);
  await plan.dock.locator('[data-collection="local"] button').first().click();
  await expect(plan.card.locator('h2')).toHaveText('地块 1');
  await expect(plan.card.locator('.badge')).toHaveText('本地');
  expect(sent).toEqual([]);
  await drop('坏.geojson', '{"type":"FeatureColl');
  await expect(page.locator('#notice')).toContainText('坏.geojson 未打开');
  await drop('图.dwg', 'x');
  await expect(page.locator('#notice')).toContainText('只认');
  await drop('大.csv', 'x'.repeat(20_000_001));
  await expect(page.locator('#notice')).toContainText('上限 20 MB');
});

test('a zipped Shapefile of the server itself, and coordinates that have to be asked about', async ({ plan, page }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'layoutmap-'));
  try {
    const zip = path.join(folder, 'layout.zip');
    writeFileSync(zip, await (await page.request.get(plan.url('collections/layout/items?f=shp&crs=http://www.opengis.net/def/crs/EPSG/0/4548'))).body());
    const csv = path.join(folder, 'gk.csv');
    writeFileSync(csv, 'name,x,y\n甲,474344.49,4418468.75\n');
    await plan.open('#v=1&p=layers');
    await plan.dock.locator('input[type=file]').setInputFiles(zip);
    await expect(plan.dock.locator('[data-local="layout.zip"]')).toContainText('9 个要素');
    await plan.dock.locator('input[type=file]').setInputFiles(csv);
    await expect(page.getByRole('dialog')).toContainText('gk.csv');
    await expect(page.getByRole('dialog').locator('select')).toHaveValue('4548');
    await page.getByRole('dialog').getByRole('button', { name: '打开' }).click();
    await expect(plan.dock.locator('[data-local="gk.csv"]')).toContainText('1 个要素');
    await plan.idle();
    expect(await plan.inView('local')).toContain('gk.csv/0');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
