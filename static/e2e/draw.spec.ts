import { expect, languages, test, texts } from './page.ts';

interface Near { groups: { collection: string; features: { id: string; properties: { distance_m: number } }[] }[] }

for (const lang of languages) {
  test(`measure: a line over two stations is as long as the server says (${lang})`, async ({ plan, page }) => {
    const point = async (id: string): Promise<[number, number]> => ((await plan.item('rail-stations', id)).geometry as GeoJSON.Point).coordinates as [number, number];
    const [a, b] = [await point('st-6-10'), await point('st-6-09')];
    const near = await plan.json<Near>(`near?point=${a.join(',')}&radius=3000`);
    const want = near.groups.find((g) => g.collection === 'rail-stations')!.features.find((f) => f.id === 'st-6-09')!.properties.distance_m;
    const camera = { zoom: 13, lat: 39.9, lon: 116.735 };
    await plan.open(`#v=1&p=draw&m=13.00/39.9000/116.7350&lang=${lang}`);
    await page.locator('[data-key="tool:linestring"]').click();
    const [p, q] = [plan.pixel(a, camera), plan.pixel(b, camera)];
    await page.mouse.click(...p);
    await page.mouse.move(...q, { steps: 4 });
    await page.mouse.click(...q);
    await page.keyboard.press('Enter');
    const measure = page.locator('[data-form="line"] .measure');
    await expect(measure).toContainText('km');
    const km = Number((await measure.textContent())!.replace(/[^\d.]/g, ''));
    expect(Math.abs(km * 1000 - want) / want).toBeLessThan(0.005);
    await expect(page).toHaveURL(/g=l/);
    await expect(plan.card).toBeHidden(); // the clicks were the tool's
    await page.reload();
    await expect(page.locator('[data-form="line"] .measure')).toHaveText((await measure.textContent())!);
  });
}

for (const lang of languages) {
  test(`measure on a schematic edge: about, and said to mean little (${lang})`, async ({ plan, page }) => {
    const core = await plan.item('layout', 'layout-core');
    const ring = (core.geometry as GeoJSON.Polygon).coordinates[0]!;
    await plan.open(`#v=1&p=draw&m=13.00/${ring[0]![1]!.toFixed(4)}/${ring[0]![0]!.toFixed(4)}&lang=${lang}`);
    await page.getByText(texts[lang]['draw.typed']).click();
    await page.locator('textarea').fill(`${ring[0]!.join(',')}\n${ring[1]!.join(',')}`);
    await page.locator('[data-key="typed:line"]').click();
    await expect(page.locator('[data-form="line"] .measure')).toContainText(texts[lang]['card.about'].replace('{value}', '').trim());
    await expect(page.locator('[data-form="line"]')).toContainText(texts[lang]['draw.schematic']);
    await page.locator('textarea').fill('116.7,39.9\n116,x');
    await page.locator('[data-key="typed:area"]').click();
    await expect(plan.dock.getByRole('alert')).toContainText(texts[lang]['draw.typed.bad'].replace('{line}', '2'));
  });
}

for (const lang of languages) {
  test(`near: click and radius give what /near gives (${lang})`, async ({ plan, page }) => {
    await plan.open(`#v=1&p=draw&m=13.00/39.9000/116.6800&lang=${lang}`);
    await page.locator('[data-key="tool:near"]').click();
    await page.mouse.click(904, 446); // the middle of what the dock leaves free
    await expect(page.locator('.near-results [data-id]').first()).toBeVisible();
    const [, lon, lat, radius] = /near=([\d.]+),([\d.]+),(\d+)/.exec(page.url())!;
    expect(radius).toBe('500');
    const want = await plan.json<Near>(`near?point=${lon},${lat}&radius=500`);
    for (const { collection, features } of want.groups) {
      if (collection.startsWith('demand-')) continue;
      const group = page.locator(`.near-results [data-collection="${collection}"] [data-id]`);
      expect(await group.evaluateAll((all) => all.map((el) => (el as HTMLElement).dataset['id']))).toEqual(features.slice(0, 30).map((f) => f.id));
      for (const d of await group.evaluateAll((all) => all.map((el) => Number((el as HTMLElement).dataset['distance'])))) expect(d).toBeLessThanOrEqual(500);
    }
  });
}

test('a coordinate from the search, in either datum, is shown with what lies around it', async ({ plan, page }) => {
  await plan.open('#v=1&p=none');
  const hits = await plan.search('116.70,39.91');
  await expect(hits).toHaveCount(2);
  await page.locator('[data-datum="gcj02"]').click();
  await expect(page).toHaveURL(/near=116\.69\d{3},39\.908\d{2},500/);
  await expect(page.locator('.near-results [data-id]').first()).toBeVisible();
});
