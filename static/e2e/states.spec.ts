import { expect, languages, MapPage, test, texts, withoutWebGL } from './page.ts';
import { startProgram } from './server.ts';

for (const lang of languages) {
  test(`tiles that fail are marked on their rows; retry brings them (${lang})`, async ({ plan, page }) => {
    await page.route('**/xyz/plan/**', (route) => route.abort());
    await page.goto(plan.url(`#v=1&p=layers&lang=${lang}`));
    const row = plan.dock.locator('[data-row="layout:core"]');
    await expect(row).toContainText('⚠');
    await expect(plan.dock.getByRole('alert')).toContainText(texts[lang]['layers.tiles']);
    await page.unroute('**/xyz/plan/**');
    await plan.dock.locator('[data-key="retry"]').click();
    await expect(row).not.toContainText('⚠');
    await plan.idle();
    expect(await plan.words('rendered')).toContain('layout');
    plan.troubles.splice(0); // the failures were made here
  });
}

for (const lang of languages) {
  test(`the server gone: said, and over by itself (${lang})`, async ({ plan, page }) => {
    await plan.open(`#v=1&p=table&lang=${lang}`);
    await expect(page.locator('#drawer [role=status]')).not.toBeEmpty();
    await page.route('**/*', (route) => route.abort());
    await page.locator('#drawer .cql').fill("status = 'planned'");
    await expect(page.locator('#banner')).toContainText(texts[lang]['server.lost']);
    await expect(page.locator('.cql-fault')).toContainText(texts[lang]['error.offline']);
    await page.unroute('**/*');
    await expect(page.locator('#banner')).toBeHidden();
    await expect(page.locator('.cql-fault')).toBeEmpty();
    await expect(page.locator('#drawer tbody tr[data-id]').first()).toBeVisible();
    plan.troubles.splice(0);
  });
}

test('the program stopped and started again under the page: tiles, table and answer come back by themselves', async ({ page }) => {
  const first = await startProgram();
  const plan = new MapPage(page, first.url);
  await plan.open('#v=1&p=layers&m=12.00/39.9000/116.6700');
  await first.stop();
  await page.locator('#zoom button').first().click({ clickCount: 2 }); // tiles that the page has not
  await expect(page.locator('#banner')).toContainText('连不上服务');
  await expect(plan.dock.locator('[data-row="layout:core"]')).toContainText('⚠');
  const again = await startProgram(['--addr', new URL(first.url).host]);
  try {
    await expect(page.locator('#banner')).toBeHidden();
    await expect(plan.dock.locator('[data-row="layout:core"]')).not.toContainText('⚠');
    await plan.idle();
    expect(await plan.words('rendered')).toContain('layout');
    await plan.horizon('now');
    await plan.tool('coverage');
    await expect(plan.answer.locator('.big')).toBeVisible();
  } finally {
    await again.stop();
  }
});

test('newer data on the server: a way to take them', async ({ plan, page }) => {
  const known = page.waitForResponse('**/version');
  await plan.open();
  await known;
  await page.route('**/version', (route) => route.fulfill({ json: { version: 'x', data: 'changed' } }));
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(page.locator('#banner')).toContainText('数据已更新');
});

for (const lang of languages) {
  test(`without WebGL2 the page says so; coverage, table and search still answer (${lang})`, async ({ plan, page }) => {
    await withoutWebGL(page);
    await page.goto(plan.url(`#v=1&p=coverage&lang=${lang}`));
    await expect(plan.map.getByRole('alert')).toContainText(texts[lang]['map.failed.title']);
    await expect(plan.answer.locator('.big')).toBeVisible();
    await page.locator('#rail [data-tool=table]').click();
    await page.locator('#drawer select').first().selectOption('layout');
    await expect(page.locator('#drawer tbody tr[data-id]')).toHaveCount(9);
    await page.locator('#drawer tbody tr[data-id] button').first().click();
    await expect(plan.card.locator('h2')).toBeVisible();
    const hits = await plan.search('潞城');
    await hits.first().click();
    const { properties } = await plan.item('rail-stations', 'st-6-10');
    await expect(plan.card.locator('h2')).toHaveText(String(properties[`name_${lang}`]));
  });
}

test('keys: the dialog lists them and switches the letters off', async ({ plan, page }) => {
  await plan.open('#v=1&p=none');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('键盘快捷键');
  await page.getByRole('dialog').getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  await expect(page.locator('#drawer')).toBeHidden();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.evaluate(() => localStorage.removeItem('keys'));
  await page.keyboard.press('t');
  await expect(page.locator('#drawer')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('#drawer')).toBeHidden();
});
