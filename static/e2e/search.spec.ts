import { expect, languages, test, texts } from './page.ts';

for (const lang of languages) {
  test(`by name: the first is the station, Enter goes there (${lang})`, async ({ plan, page }) => {
    const [query, name] = lang === 'zh' ? ['环球', '环球度假区'] : ['Univ', 'Universal Resort'];
    await plan.open(`#v=1&p=none&lang=${lang}`);
    const hits = await plan.search(query);
    await expect(hits.first()).toContainText(name);
    await expect(hits.first()).toHaveAttribute('data-id', /^rail-stations\//);
    await expect(hits.first().locator('mark')).toHaveText(query);
    await page.keyboard.press('Enter');
    await expect(plan.card.locator('h2')).toHaveText(name);
    await expect(page).toHaveURL(/f=rail-stations\//);
  });
}

test('by pinyin initials, in the readings of the place', async ({ plan, page }) => {
  await plan.open('#v=1&p=none');
  for (const [query, collection, name] of [
    ['zjwsj', 'layout', '张家湾设计小镇'], ['hx', 'townships', '漷县镇'], ['lc', 'rail-stations', '潞城'], ['lc', 'townships', '潞城镇'], ['luyang', 'rail-stations', '潞阳'],
  ] as const) {
    await plan.search(query);
    await expect(page.locator(`#hits [data-id^="${collection}/"]`).filter({ hasText: name }).first(), query).toBeVisible();
  }
});

for (const lang of languages) {
  test(`a project without a place is found, says so, and leaves the map where it is (${lang})`, async ({ plan, page }) => {
    await plan.open(`#v=1&p=none&m=11.00/39.8800/116.7000&lang=${lang}`);
    const hits = await plan.search(lang === 'zh' ? '吉电进京' : 'jdjj');
    await expect(hits.first()).toContainText(texts[lang]['method.unlocated']);
    const before = await plan.map.getAttribute('data-center');
    await page.keyboard.press('Enter');
    const { properties } = await plan.item('key-projects', 'project-4-1-01');
    await expect(plan.card.locator('h2')).toHaveText(String(properties[`name_${lang}`]));
    await expect(plan.card).toContainText('表 4-1');
    await plan.idle();
    expect(await plan.map.getAttribute('data-center')).toBe(before);
  });
}

test("the plan's own words lead to the clause", async ({ plan, page }) => {
  await plan.open('#v=1&p=none');
  await plan.search('人口规模');
  const id = (await page.locator('#hits [data-id^="plan/"]').first().getAttribute('data-id'))!.slice('plan/'.length);
  await page.locator('#hits [data-id^="plan/"]').first().click();
  await expect(page.locator('#page .clause-at')).toHaveAttribute('id', `clause-${id}`);
  await expect(page.locator('#page .clause-at')).toBeInViewport();
  await expect(page).toHaveURL(/c=/);
});

test('nothing found: says what was looked for and how else to look', async ({ plan, page }) => {
  await plan.open('#v=1&p=none');
  await page.keyboard.press('/');
  await page.locator('#q').fill('没有这个地方');
  await expect(page.locator('.hits [role=status]')).toContainText('没有这个地方');
  await page.locator('.hits .chip-button').first().click();
  await expect(page.locator('#hits [role=option]').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.hits')).toBeHidden();
});
