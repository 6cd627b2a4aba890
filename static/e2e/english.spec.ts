import { expect, test } from './page.ts';
import type { Coverage } from '../src/api/types.ts';

const share = (answer: Coverage): string => (answer.results[0]?.share ?? NaN).toFixed(1);

test('in English: a place by its initials, its card with the plan\'s own words, its layer off and on', async ({ plan, page }) => {
  await plan.open('#v=1&p=layers&lang=en');
  const hits = await plan.search('zjwsj');
  await expect(hits.first()).toContainText('Zhangjiawan Design Town');
  await page.keyboard.press('Enter');
  await expect(plan.card.locator('h2')).toHaveText('Zhangjiawan Design Town');
  await expect(plan.card).toContainText('Schematic');
  await expect(plan.card.locator('blockquote')).toContainText('张家湾');
  expect(await plan.unmarked()).toEqual([]);
  await plan.card.locator('.close').click();
  const row = plan.dock.locator('[data-row="layout:town"]');
  await row.locator('input[type=checkbox]').uncheck();
  await expect.poll(() => plan.words('layers')).not.toContain('layout:town');
  await row.locator('input[type=checkbox]').check();
  await expect.poll(() => plan.words('layers')).toContain('layout:town');
});

test('in English: horizon, radius, a station more, undo; spoken and printed without a Chinese word', async ({ plan, page }) => {
  await plan.open('#v=1&p=coverage&h=now&lang=en&m=12.50/39.9000/116.6700');
  const big = plan.answer.locator('.big');
  await expect(big).toContainText(share(await plan.coverage('now', 500)));
  await plan.horizon('2030');
  await expect(big).toContainText(share(await plan.coverage('2030', 500)));
  await plan.dock.locator('[data-key="r:800"]').click();
  const before = share(await plan.coverage('2030', 800));
  await expect(big).toContainText(before);
  await plan.dock.getByText('By coordinates').click();
  await plan.dock.locator('[data-key=coordinates]').fill('116.6490,39.8993');
  await page.keyboard.press('Enter');
  await expect(plan.map).toHaveAttribute('data-pins', '1');
  await expect(plan.answer.locator('.delta').first()).toBeVisible();
  await expect(page.locator('#live')).toContainText('%'); // and stays: what is in view is said elsewhere
  expect(await page.locator('#live').textContent()).not.toMatch(/\p{Script=Han}/u);
  expect(await plan.unmarked()).toEqual([]);
  await plan.dock.locator('[data-key=undo]').click();
  await expect(big).toContainText(before);
});

test('in English: a wrong filter', async ({ plan, page }) => {
  await plan.open('#v=1&p=table&t=layout&lang=en');
  await expect(page.locator('#drawer [role=status]')).toContainText('9');
  await page.locator('#drawer .cql').fill('nonsense = 3');
  await expect(page.locator('.cql-fault')).toContainText('nonsense');
  plan.troubles.splice(0); // the refusal was asked for
  expect(await plan.unmarked()).toEqual([]);
});
