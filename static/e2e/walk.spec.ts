import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, MapPage, test } from './page.ts';
import { startProgram } from './server.ts';
import type { Coverage } from '../src/api/types.ts';

/** An office's own street network, a street every 200 m or so over the middle of the sub-center. */
let program: Awaited<ReturnType<typeof startProgram>>;
let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'layoutmap-'));
  const layer = path.join(folder, 'streets');
  mkdirSync(layer);
  const [west, south, east, north] = [116.62, 39.87, 116.74, 39.94];
  const line = (id: string, from: readonly number[], to: readonly number[]) => ({ type: 'Feature', id, properties: {}, geometry: { type: 'LineString', coordinates: [from, to] } });
  const features = [];
  for (let x = west, i = 0; x <= east; x += 0.0024, i++) features.push(line(`x${i}`, [x, south], [x, north]));
  for (let y = south, i = 0; y <= north; y += 0.0018, i++) features.push(line(`y${i}`, [west, y], [east, y]));
  writeFileSync(path.join(layer, 'streets.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
  writeFileSync(path.join(layer, 'layer.yaml'), `id: streets
title: {zh: 街道, en: Streets}
description: {zh: 测试街道网, en: Streets of a test}
geometry: LineString
data: streets.geojson
network: {}
provenance: {source: this test, licence: CC0-1.0, retrieved: "2026-11-01", method: official, crs_original: CGCS2000, accuracy_m: 1, open: true}
schema: []
`);
  program = await startProgram(['--data', folder]);
});
test.afterAll(async () => {
  await program.stop();
  rmSync(folder, { recursive: true });
});

for (const [lang, walking] of [['zh', '步行路网'], ['en', 'On foot']] as const) {
  test(`with a supplied network one may walk: no more than in the circle, and the method names the network (${lang})`, async ({ page }) => {
    const plan = new MapPage(page, program.url);
    await plan.open(`#v=1&p=coverage&a=subcentre&lang=${lang}&m=12.50/39.9000/116.6700`);
    const big = plan.answer.locator('.big');
    await expect(big).toBeVisible();
    const walk = plan.dock.locator('[data-key$=":walk"]');
    await expect(walk).toBeEnabled();
    await expect(walk).toHaveText(walking);
    await walk.click();
    await expect(page).toHaveURL(/rule=walk/);
    const ask = async (rule: string): Promise<Coverage> => (await page.request.get(plan.url(`coverage?horizon=2030&radius=500&area=subcentre&rule=${rule}`))).json() as Promise<Coverage>;
    const [foot, circle] = [await ask('walk'), await ask('circle')];
    const share = (answer: Coverage): number => answer.results[0]?.share ?? NaN;
    expect(share(foot)).toBeGreaterThan(0);
    expect(share(foot)).toBeLessThan(share(circle));
    await expect(big).toContainText(share(foot).toFixed(1));
    await plan.answer.locator('[data-key="open:method"]').click();
    const method = plan.answer.locator('[data-open=method]');
    for (const words of ['streets', 'km_per_km2', 'long_legs_share', 'on foot from a station']) await expect(method).toContainText(words);
    expect(plan.troubles).toEqual([]);
  });
}
