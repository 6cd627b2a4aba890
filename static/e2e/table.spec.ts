import { expect, languages, test } from './page.ts';
import { translator } from '../src/i18n/index.ts';

for (const lang of languages) {
  test(`the 68 projects: filter a column, sort, row and map together, export what is filtered (${lang})`, async ({ plan, page }) => {
    const rowCount = (n: number): string => translator(lang)('table.count', { count: n });
    await plan.open(`#v=1&p=table&lang=${lang}`);
    const rows = page.locator('#drawer tbody tr[data-id]');
    await page.locator('[data-key="timed"]').uncheck();
    await expect(page.locator('#drawer [role=status]')).toHaveText(rowCount(68));
    await page.locator('[data-key="filter:location_zh"]').fill('宋庄镇');
    const cql = page.locator('#drawer .cql');
    await expect(cql).toHaveValue("CASEI(location_zh) LIKE CASEI('%宋庄镇%')");
    const want = await plan.json<{ numberMatched: number }>(`collections/key-projects/items?limit=1&filter=${encodeURIComponent(await cql.inputValue())}`);
    expect(want.numberMatched).toBeGreaterThan(3);
    await expect(page.locator('#drawer [role=status]')).toHaveText(rowCount(want.numberMatched));
    await expect(rows).toHaveCount(want.numberMatched);
    await page.locator('[data-key="sort:plan_table"]').click();
    await expect(page.locator('#drawer th[aria-sort=ascending]')).toContainText(lang === 'zh' ? '所在表' : 'Table');
    await expect(page).toHaveURL(/s=%2Bplan_table/);
    const href = await page.locator('[data-export="geojson"]').getAttribute('href');
    const file = await plan.json<{ features: { id: string }[] }>(href!);
    expect(await rows.evaluateAll((all) => all.map((el) => (el as HTMLElement).dataset['id']))).toEqual(file.features.map((f) => f.id));
    await rows.nth(1).getByRole('button').click();
    await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true');
    await expect(plan.card.locator('h2')).toHaveText((await rows.nth(1).getByRole('button').textContent())!);
    expect(await plan.unmarked()).toEqual([]);
    await page.reload();
    await expect(rows).toHaveCount(want.numberMatched);
  });
}

test('a wrong filter: the words of the server, and the place', async ({ plan, page }) => {
  await plan.open('#v=1&p=table&t=layout');
  await expect(page.locator('#drawer [role=status]')).toHaveText('9 行');
  await page.locator('#drawer .cql').fill("name_zh = '一' AND nonsense = 3");
  await expect(page.locator('.cql-fault')).toContainText('nonsense');
  await expect(page.locator('.cql-fault mark')).toHaveText('n');
  await expect(page.locator('#drawer .cql')).toHaveAttribute('aria-invalid', 'true');
  plan.troubles.splice(0); // the refusal was asked for
  await page.locator('#drawer .cql').fill("category = 'town'");
  await expect(page.locator('#drawer tbody tr[data-id]')).toHaveCount(3);
  await expect(page.locator('.cql-fault')).toBeEmpty();
});

test('a layer of 86 391 cells: a window of rows, more as one scrolls; only what is in view', async ({ plan, page }) => {
  await plan.open('#v=1&p=table&t=demand-population&m=14.00/39.9000/116.6600');
  await expect(page.locator('#drawer [role=status]')).toHaveText('86391 行');
  expect(await page.locator('#drawer tbody tr[data-id]').count()).toBeLessThan(60);
  const scroller = page.locator('.grid-scroll');
  await scroller.evaluate((el) => { el.scrollTop = el.scrollHeight; });
  await expect.poll(() => page.locator('#drawer tbody tr[data-id]').last().getAttribute('aria-rowindex').then(Number)).toBeGreaterThan(150);
  await page.locator('[data-key="inview"]').check();
  await expect(page.locator('#drawer [role=status]')).not.toHaveText('86391 行');
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 }, isMobile: true });

  test('rows are tall enough, and the window of rows is where it is scrolled to', async ({ plan, page }) => {
    await plan.open('#v=1&p=table&t=demand-population');
    const row = page.locator('#drawer tbody tr[data-id]');
    await expect(row.first()).toBeVisible();
    const height = (await row.first().boundingBox())?.height ?? 0;
    expect(height).toBeGreaterThanOrEqual(44);
    await page.locator('.grid-scroll').evaluate((el) => { el.scrollTop = 3000; });
    await expect(page.locator('tr[aria-rowindex="63"]')).toBeAttached();
    const off = await page.locator('tr[aria-rowindex="63"]').evaluate((el, each) => {
      const scroller = el.closest('.grid-scroll');
      const head = scroller?.querySelector('thead')?.getBoundingClientRect().height ?? 0;
      return Math.abs(el.getBoundingClientRect().top - ((scroller?.getBoundingClientRect().top ?? 0) + head + 60 * each - (scroller?.scrollTop ?? 0)));
    }, height);
    expect(off).toBeLessThan(2); // the row stands where 60 rows above it end
    await row.nth(12).tap();
    await expect(plan.card).toBeVisible();
  });
});
