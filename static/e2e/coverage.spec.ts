import { expect, languages, test, texts } from './page.ts';
import type { Coverage } from '../src/api/types.ts';

const view = 'm=12.50/39.9000/116.6700';
const share = (answer: Coverage): number => answer.results[0]?.share ?? NaN;
const printed = (value: number): string => value.toFixed(1);

for (const lang of languages) {
  test(`from now to 2030: the gauge has two pieces and the gain is the difference of the two answers (${lang})`, async ({ plan }) => {
    await plan.open(`#v=1&p=coverage&h=now&${view}&lang=${lang}`);
    const now = await plan.coverage('now', 500);
    await expect(plan.answer.locator('.big')).toHaveText(`${printed(share(now))}\u202f%`);
    await expect(plan.answer.locator('[data-piece]')).toHaveCount(1);
    await plan.horizon('2030');
    const then = await plan.coverage('2030', 500);
    expect(share(then)).toBeGreaterThanOrEqual(share(now));
    await expect(plan.answer.locator('.big')).toHaveText(`${printed(share(then))}\u202f%`);
    await expect(plan.answer.locator('[data-piece]')).toHaveCount(2);
    const gain = Number(printed(share(then))) - Number(printed(share(now)));
    await expect(plan.answer.locator('[data-piece-label="2030"]')).toContainText(`+${gain.toFixed(1)}`);
  });
}

for (const lang of languages) {
  test(`the radius by arrow keys: the share rises, the curve follows, the result is spoken (${lang})`, async ({ plan, page }) => {
    await plan.open(`#v=1&p=coverage&${view}&lang=${lang}`);
    await expect(plan.answer.locator('.curve canvas')).toBeVisible();
    const slider = plan.dock.locator('input[type=range]');
    await slider.focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
    const want = await plan.coverage('2030', 800);
    await expect(plan.answer.locator('.big')).toHaveText(`${printed(share(want))}\u202f%`);
    await expect(plan.dock.locator('[data-key="r:800"]')).toHaveAttribute('aria-pressed', 'true');
    await expect(plan.answer.locator('.curve')).toHaveAttribute('data-cursor', '800');
    await expect(plan.answer.locator('.curve')).toHaveAttribute('aria-valuetext', new RegExp(`2030 ${printed(share(want))}`));
    await expect(page.locator('#live')).toContainText(printed(share(want)));
    // The chart's own keys, and its table.
    await plan.answer.locator('.curve').focus();
    await page.keyboard.press('ArrowRight');
    await expect(page).toHaveURL(/r=850/);
    await plan.answer.locator('[data-key="curve-table"]').click();
    const row = plan.answer.locator('.twin tr[data-radius="1000"]');
    await expect(row).toContainText(printed(share(await plan.coverage('now', 1000))));
  });
}

for (const lang of languages) {
  test(`walking needs a network: without one the choice is there, disabled, with its reason (${lang})`, async ({ plan }) => {
    await plan.open(`#v=1&p=coverage&${view}&lang=${lang}`);
    const walk = plan.dock.getByRole('button', { name: texts[lang]['coverage.way.walk'] });
    await expect(walk).toBeDisabled();
    await expect(plan.dock.locator(`#${await walk.getAttribute('aria-describedby')}`)).toContainText(texts[lang]['coverage.walk.none']);
  });
}

for (const lang of languages) {
  test(`the area: sub-center, a township and a drawn polygon each have their own total (${lang})`, async ({ plan, page }) => {
    await plan.open(`#v=1&p=coverage&${view}&lang=${lang}`);
    const total = plan.answer.locator('.totals span').nth(1);
    await expect(total).toHaveAttribute('title', String((await plan.coverage('2030', 500)).results[0]?.total));
    await plan.dock.locator('[data-key="a:subcentre"]').click();
    const centre = await plan.json<Coverage>('coverage?horizon=2030&radius=500&area=subcentre');
    await expect(total).toHaveAttribute('title', String(centre.results[0]?.total));
    await plan.dock.locator('[data-key="a:town"]').click();
    await plan.dock.locator('select').selectOption('tw-110112004');
    const town = await plan.json<Coverage>('coverage?horizon=2030&radius=500&area=tw-110112004');
    await expect(total).toHaveAttribute('title', String(town.results[0]?.total));
    await expect(plan.answer.locator('[data-table=towns] tbody tr')).toHaveCount(1);
    // A polygon from the link: 116.64–116.68 by 39.88–39.92.
    await plan.open(`#v=1&p=coverage&${view}&lang=${lang}&a=poly:_alrF_g%7CfU?_yF_yF??~xF`);
    await expect(plan.dock.locator('[data-key="a:drawn"]')).toHaveAttribute('aria-pressed', 'true');
    await expect(plan.answer.locator('.big')).toBeVisible();
    const drawn = Number(await total.getAttribute('title'));
    expect(drawn).toBeGreaterThan(0);
    expect(drawn).toBeLessThan(centre.results[0]?.total ?? 0);
    await expect(page).toHaveURL(/a=poly:/);
  });
}

test('a shape drawn on the map is the area counted, from either tool', async ({ plan, page }) => {
  const corners = [[116.64, 39.88], [116.68, 39.88], [116.68, 39.92], [116.64, 39.92]];
  await plan.open(`#v=1&p=coverage&${view}`);
  await plan.dock.locator('[data-key="a:drawn"]').click(); // nothing is drawn yet: the tool opens
  await expect(plan.dock).toHaveAttribute('data-panel', 'draw');
  await page.getByText('输入坐标').click();
  await page.locator('textarea').fill(corners.map((c) => c.join(',')).join('\n'));
  await page.locator('[data-key="typed:area"]').click();
  await page.locator('[data-key="cover:0"]').click();
  await expect(plan.dock).toHaveAttribute('data-panel', 'coverage');
  await expect(plan.dock.locator('[data-key="a:drawn"]')).toHaveAttribute('aria-pressed', 'true');
  const response = await page.request.post(plan.url('processes/coverage/execution'), {
    data: { inputs: { horizon: '2030', area: { type: 'Polygon', coordinates: [[...corners, corners[0]]] } } },
  });
  const want = (await response.json()) as Coverage;
  const total = plan.answer.locator('.totals span').nth(1);
  await expect(total).toHaveAttribute('title', String(want.results[0]?.total));
  await plan.dock.locator('[data-key="a:district"]').click();
  await expect(total).not.toHaveAttribute('title', String(want.results[0]?.total));
  await plan.dock.locator('[data-key="a:drawn"]').click(); // the shape is still there
  await expect(total).toHaveAttribute('title', String(want.results[0]?.total));
});

test('what if: a station by coordinates; its gain, and undo restores the exact text', async ({ plan, page }) => {
  await plan.open(`#v=1&p=coverage&${view}`);
  const big = plan.answer.locator('.big');
  const sites = plan.dock.locator('[data-stations]');
  const before = await big.textContent();
  const count = Number(await sites.getAttribute('data-stations'));
  await plan.dock.getByText('按坐标放站').click();
  await plan.dock.locator('[data-key=coordinates]').fill('116.6490,39.8993');
  await page.keyboard.press('Enter');
  await expect(sites).toHaveAttribute('data-stations', String(count + 1));
  await expect(plan.map).toHaveAttribute('data-pins', '1');
  const delta = Number(await plan.dock.locator('.delta').getAttribute('data-delta'));
  expect(delta).toBeGreaterThanOrEqual(0);
  const after = await big.textContent();
  expect(delta).toBeCloseTo(parseFloat(after ?? '') - parseFloat(before ?? ''), 6);
  await expect(page).toHaveURL(/add=A@116\.64900,39\.89930/);
  await plan.dock.locator('[data-key=undo]').click();
  await expect(big).toHaveText(before ?? '');
  await expect(sites).toHaveAttribute('data-stations', String(count));
  await plan.dock.locator('[data-key=redo]').click();
  await expect(big).toHaveText(after ?? '');
});

for (const lang of languages) {
  test(`a township chosen in the answer: its stations alone, kept in the link, until it is let go (${lang})`, async ({ plan, page }) => {
    await plan.open(`#v=1&p=coverage&${view}&lang=${lang}`);
    const { sites } = await plan.json<Coverage>('coverage?horizon=2030&radius=500&area=tw-110112004');
    const ids = (): Promise<(string | null)[]> => plan.answer.locator('[data-table=stations] tbody tr').evaluateAll((all) => all.map((el) => el.getAttribute('data-id')).sort());
    const all = (await ids()).length;
    await plan.answer.locator('[data-key="all:towns"]').click();
    const town = plan.answer.locator('[data-key="t:tw-110112004"]');
    const before = await plan.map.getAttribute('data-center');
    await town.click();
    await expect.poll(ids).toEqual(sites.map(({ id }) => id).sort());
    await expect(plan.answer.locator('[data-table=stations]')).toContainText(texts[lang]['coverage.stations.town'].replace('{town}', (await town.textContent())!));
    await expect(plan.map).not.toHaveAttribute('data-center', before ?? '');
    await plan.dock.locator('[data-key="r:1000"]').click(); // more stations reach it
    const wider = await plan.json<Coverage>('coverage?horizon=2030&radius=1000&area=tw-110112004');
    expect(wider.sites.length).toBeGreaterThan(sites.length);
    await expect.poll(ids).toEqual(wider.sites.map(({ id }) => id).sort());
    await page.reload();
    await expect.poll(ids).toEqual(wider.sites.map(({ id }) => id).sort());
    await plan.answer.locator('[data-key="town:all"]').click();
    await expect.poll(async () => (await ids()).length).toBe(all);
    await expect(page).not.toHaveURL(/tw=/);
  });
}

for (const lang of languages) {
  test(`what if by keyboard alone: place at the crosshair, move, remove (${lang})`, async ({ plan, page }) => {
    await plan.open(`#v=1&p=none&m=14.00/39.8993/116.6490&lang=${lang}`);
    await page.keyboard.press('c');
    await expect(plan.answer.locator('.big')).toBeVisible();
    const tabTo = async (selector: string): Promise<void> => {
      for (let i = 0; i < 80; i++) {
        if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`Tab does not reach ${selector}`);
    };
    await tabTo('#dock [data-key=place]');
    await page.keyboard.press('Enter');
    await expect(page.locator('#map canvas')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(plan.map).toHaveAttribute('data-pins', '1');
    const first = /add=A@([\d.]+),([\d.]+)/.exec(page.url());
    expect(first).not.toBeNull();
    await expect(plan.dock.locator('[data-edit] small')).toHaveAttribute('data-alone', /\d/);
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowRight');
    await plan.idle();
    await page.waitForTimeout(500); // the map glides
    await page.keyboard.press('Enter');
    await expect(page).not.toHaveURL(new RegExp(`add=A@${first?.[1]},`));
    await expect(page).toHaveURL(/add=A@/);
    await page.keyboard.press('Delete');
    await expect(plan.map).toHaveAttribute('data-pins', '0');
    await expect(page).not.toHaveURL(/add=/);
  });
}

test('a pin dragged on the map: the figure follows, the link holds where it was let go', async ({ plan, page }) => {
  await plan.open(`#v=1&p=coverage&m=13.00/39.8993/116.6490&add=A@116.64900,39.89930`);
  await expect(plan.answer.locator('.delta').first()).toBeVisible();
  const [x, y] = [428 + (1440 - 428 - 380) / 2, 76 + (900 - 76 - 84) / 2];
  const held = page.locator('#map svg.held');
  await page.mouse.move(x, y - 14);
  await page.mouse.down();
  await page.mouse.move(x + 8, y - 18);
  await expect(held.locator('text')).toHaveText(texts.zh['whatif.name'].replace('{letter}', 'A'));
  await expect(plan.map).toHaveAttribute('data-pins', '0');
  await plan.idle();
  // The pin in hand is over the map: while it moves, the map has nothing to draw and figures come at once.
  const [before, share0] = [await held.innerHTML(), await plan.answer.locator('.result').getAttribute('data-share')];
  await plan.map.evaluate((el) => {
    new MutationObserver(() => (el.dataset['drew'] = 'true')).observe(el, { attributeFilter: ['data-idle'] });
  });
  for (let i = 2; i <= 12; i++) await page.mouse.move(x + 8 * i, y - 14 - 4 * i);
  await expect(plan.answer.locator('.result')).not.toHaveAttribute('data-share', share0 ?? '');
  expect(await held.innerHTML()).not.toBe(before);
  await expect(plan.map).not.toHaveAttribute('data-drew');
  await page.mouse.up();
  await expect(held.locator('*')).toHaveCount(0);
  await expect(plan.map).toHaveAttribute('data-pins', '1');
  await expect(page).not.toHaveURL(/add=A@116\.64900,39\.89930/);
  const at = /add=A@([\d.]+),([\d.]+)/.exec(page.url());
  const want = await page.request.post(plan.url('processes/coverage/execution'), { data: { inputs: { horizon: '2030', radius: 500, add: [{ id: 'new-1', at: [Number(at?.[1]), Number(at?.[2])], name: 'A' }] } } });
  const answer = (await want.json()) as Coverage;
  await expect(plan.answer.locator('.result')).toHaveAttribute('data-share', String(share(answer)));
});

for (const lang of languages) {
  test(`a station closed: the share falls with sign, its shared people stay with the neighbours (${lang})`, async ({ plan }) => {
    await plan.open(`#v=1&p=coverage&${view}&lang=${lang}`);
    const base = await plan.coverage('2030', 500);
    const guoyuan = base.sites.find((s) => s.name_zh === '果园');
    await plan.answer.locator(`[data-key="close:${guoyuan?.id}"]`).click();
    const delta = plan.answer.locator('.delta').first();
    await expect(delta).toContainText('▼ −');
    await expect(plan.dock.locator(`[data-edit="${guoyuan?.id}"] small`)).toHaveAttribute('data-alone', String(-(guoyuan?.exclusive ?? 0)));
    await expect(plan.answer.locator(`[data-table=stations] tr.closed[data-id="${guoyuan?.id}"]`)).toContainText(texts[lang]['whatif.closed']);
    await plan.answer.locator(`[data-key="close:${guoyuan?.id}"]`).click();
    await expect(plan.answer.locator('.result')).toHaveAttribute('data-share', String(share(base)));
  });
}

for (const lang of languages) {
  test(`a shared link opens on the same numbers in a new window of another language (${lang})`, async ({ plan, page, browser }) => {
    await plan.open(`#v=1&p=coverage&${view}&r=800&add=A@116.64900,39.89930&rm=st-1-06&lang=${lang}`);
    await expect(plan.answer.locator('.delta').first()).toBeVisible();
    const [big, url] = [await plan.answer.locator('.big').textContent(), page.url()];
    const other = await browser.newContext({ locale: lang === 'en' ? 'zh-CN' : 'en-GB', viewport: { width: 1440, height: 900 } });
    const copy = await other.newPage();
    await copy.goto(url);
    await expect(copy.locator('#answer .delta').first()).toBeVisible();
    await expect(copy.locator('#answer .big')).toHaveText(big ?? '');
    await expect(copy.locator('html')).toHaveAttribute('lang', lang === 'en' ? 'en' : 'zh-CN');
    await expect(copy.locator('#map')).toHaveAttribute('data-center', (await plan.map.getAttribute('data-center')) ?? '');
    await other.close();
  });
}

for (const lang of languages) {
  test(`compare: the handle by keys, both figures, their difference, the link (${lang})`, async ({ plan, page }) => {
    await plan.open(`#v=1&${view}&lang=${lang}`);
    await page.locator('#map canvas').focus();
    await page.keyboard.press('s');
    await plan.dock.locator('[data-key="right:beyond"]').click();
    const [left, right] = [share(await plan.coverage('now', 500)), share(await plan.coverage('beyond', 500))];
    await expect(page.locator('.readout.left .figure')).toHaveText(`${printed(left)}\u202f%`);
    await expect(page.locator('.readout.right .figure')).toHaveText(`${printed(right)}\u202f%`);
    const want = Number((Number(printed(right)) - Number(printed(left))).toFixed(1));
    await expect(page.locator('.readout.right .delta')).toHaveAttribute('data-delta', String(want));
    await page.locator('.swipe-handle').focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowLeft');
    await expect(page).toHaveURL(/cmp=now~beyond@0\.20/);
    await expect(page.locator('.swipe-handle')).toHaveAttribute('aria-valuenow', '20');
    await expect(page.locator('#map-b')).toHaveAttribute('data-idle', 'true');
  });
}

for (const lang of languages) {
  test(`a server that errs: the answer stays, the page says so and recovers (${lang})`, async ({ plan, page }) => {
    await plan.open(`#v=1&p=coverage&${view}&lang=${lang}`);
    const big = plan.answer.locator('.big');
    const before = await big.textContent();
    await page.route('**/coverage?*', (route) => route.fulfill({ status: 429, headers: { 'Retry-After': '1' }, contentType: 'application/problem+json', body: JSON.stringify({ title: 'Busy', detail: 'too many at once' }) }));
    await plan.dock.locator('[data-key="r:1000"]').click();
    await expect(plan.answer.getByRole('alert')).toContainText('too many at once');
    await expect(big).toHaveText(before ?? '');
    await page.unroute('**/coverage?*');
    await expect(big).not.toHaveText(before ?? ''); // by itself, when the second is over
    await expect(plan.answer.getByRole('alert')).toHaveCount(0);
    plan.troubles.splice(0);
  });
}

for (const lang of languages) {
  test(`a server that hangs: after a second one may cancel, ask again, or ask something else (${lang})`, async ({ plan, page }) => {
    await plan.open(`#v=1&p=coverage&${view}&lang=${lang}`);
    const big = plan.answer.locator('.big');
    const before = await big.textContent();
    await page.route('**/coverage?*', () => {}); // no answer ever
    await plan.dock.locator('[data-key="r:1000"]').click();
    await expect(plan.answer.locator('progress')).toBeVisible();
    await expect(plan.answer).toHaveAttribute('aria-busy', 'true');
    await expect(big).toHaveText(before ?? '');
    await plan.answer.locator('[data-key="coverage-cancel"]').click();
    await expect(plan.answer.getByRole('alert')).toContainText(texts[lang]['coverage.cancelled']);
    await expect(plan.answer).toHaveAttribute('aria-busy', 'false');
    await page.unroute('**/coverage?*');
    await plan.answer.locator('[data-key="retry"]').click();
    await expect(big).toHaveText(`${printed(share(await plan.coverage('2030', 1000)))}\u202f%`);
    await page.route('**/coverage?*', () => {});
    await plan.dock.locator('[data-key="r:300"]').click();
    await expect(plan.answer.locator('progress')).toBeVisible();
    await page.unroute('**/coverage?*');
    await plan.dock.locator('[data-key="r:500"]').click(); // the newest question wins over the one that hangs
    await expect(big).toHaveText(before ?? '');
  });
}

test('what is out of reach, and the curve, follow the edits', async ({ plan, page }) => {
  const gaps: URL[] = [];
  page.on('request', (r) => { if (r.url().includes('parts=gaps')) gaps.push(new URL(r.url())); });
  await plan.open(`#v=1&p=coverage&gp=1&a=subcentre&add=A@116.64900,39.89930&${view}`);
  await expect(plan.answer.locator('.delta').first()).toBeVisible();
  await expect.poll(() => gaps.some((url) => url.searchParams.get('add')?.includes('116.649') && url.searchParams.get('area') === 'subcentre')).toBe(true);
  await plan.answer.locator('[data-key="curve-table"]').click();
  const twin = plan.answer.locator('.twin');
  await expect(twin.locator('thead th')).toHaveCount(5); // radius, three horizons, the edits
  const row = twin.locator('tr[data-radius="500"]');
  const printed = (await plan.answer.locator('.big').textContent() ?? '').replace(/[^\d.]/g, '');
  await expect(row.locator('td').last()).toContainText(printed);
  const drawn = { type: 'Polygon', coordinates: [[[116.62, 39.87], [116.7, 39.87], [116.7, 39.93], [116.62, 39.87]]] };
  const some = await page.request.get(plan.url(`coverage?f=geojson&parts=gaps&area=${encodeURIComponent(JSON.stringify(drawn))}`));
  expect(((await some.json()) as { features: unknown[] }).features.length).toBeGreaterThan(50);
});

for (const [lang, none, nearest] of [['zh', '此范围没有站点', '定位到最近的站'], ['en', 'No station', 'Show the nearest']] as const) {
  test(`an area without a station says so, and shows the nearest one (${lang})`, async ({ plan }) => {
    const towns = (await (await plan.page.request.get(plan.url('coverage?horizon=now&f=json'))).json() as Coverage).by.filter((town) => town.total > 0 && town.covered === 0);
    expect(towns.length).toBeGreaterThan(0);
    await plan.open(`#v=1&p=coverage&h=now&a=${towns[0]!.id}&lang=${lang}`);
    await expect(plan.answer).toContainText(none);
    await plan.answer.getByRole('button', { name: nearest }).click();
    await expect(plan.card.locator('h2')).toBeVisible();
    await expect(plan.page).toHaveURL(/f=rail-stations\/st-/);
  });
}
