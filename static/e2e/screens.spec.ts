import { expect, languages, test } from './page.ts';

const screens = { tablet: [820, 1180], 'tablet on its side': [1024, 768], phone: [390, 844], 'phone on its side': [844, 390] } as const;
const views = ['p=none', 'p=layers', 'p=coverage', 'p=compare&cmp=now~beyond@0.50', 'p=table', 'p=layers&f=layout/layout-core', 'p=table&f=layout/layout-core'].map((view) => `${view}&lang=zh`);

/** Controls that the reader cannot press, and what floats on something else. */
function faults(): string[] {
  const name = (el: Element | null): string => el?.id || el?.getAttribute('data-key') || el?.getAttribute('class') || el?.tagName || 'nothing';
  const seen = (el: Element): boolean => el.checkVisibility({ visibilityProperty: true }) && el.getBoundingClientRect().width > 1;
  const found: string[] = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push(`${document.documentElement.scrollWidth} px wide`);
  for (const el of [...document.querySelectorAll('button:not(.skips *), a[href], input, select, summary')].filter(seen)) {
    const { left, right, top, bottom } = el.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    let within = true; // of what scrolls; the rest is a scroll away
    for (let box = el.parentElement; box; box = box.parentElement) {
      const clip = box.getBoundingClientRect();
      if (/auto|scroll/.test(getComputedStyle(box).overflow) && (x < clip.left || x > clip.right || y < clip.top || y > clip.bottom)) within = false;
    }
    if (!within) continue;
    const hit = document.elementFromPoint(x, y);
    if (!hit || !(el.contains(hit) || hit.contains(el))) found.push(`${name(el)} lies under ${name(hit)}`);
  }
  const floats = [...document.querySelectorAll('#horizon, #zoom, .readout, .flip, .fab, .hint, .maplibregl-ctrl-bottom-right')].filter(seen);
  const panels = [...document.querySelectorAll('.search, .ends, #rail, #dock, #card, #answer, #drawer')].filter(seen);
  floats.forEach((el, i) => {
    const a = el.getBoundingClientRect();
    if (a.left < 0 || a.top < 0 || a.right > innerWidth || a.bottom > innerHeight) found.push(`${name(el)} is cut off`);
    for (const other of [...floats.slice(i + 1), ...panels]) {
      const b = other.getBoundingClientRect();
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) found.push(`${name(el)} lies on ${name(other)}`);
    }
  });
  return found;
}

for (const [screen, [width, height]] of Object.entries(screens)) {
  test.describe(screen, () => {
    test.use({ viewport: { width, height }, hasTouch: true, isMobile: true });

    test('nothing lies on another thing, nothing is out of reach', async ({ plan, page }) => {
      test.setTimeout(180_000);
      for (const view of views) {
        await plan.open(`#v=1&${view}`);
        if (view.startsWith('p=coverage')) await expect(plan.answer.locator('.big')).toBeVisible();
        if (view.includes('cmp=')) await expect(page.locator('.readout.right .delta')).toBeVisible();
        if (view.includes('f=')) await expect(plan.card.locator('blockquote')).toBeVisible();
        for (const lang of languages) {
          if (lang === 'en') await page.locator('#top [data-key=en]').tap();
          await plan.idle();
          expect(await page.evaluate(faults), `${view}, ${lang}`).toEqual([]);
        }
      }
    });

    test('the coverage task: open, read, ask otherwise', async ({ plan, page }) => {
      await plan.open();
      await page.locator('#rail [data-tool=coverage]').tap();
      await expect(plan.answer.locator('.big')).toBeInViewport();
      await page.locator('[data-key="r:800"]:visible').tap();
      const { results } = await plan.coverage('2030', 800);
      await expect(plan.answer.locator('.big')).toContainText(results[0]?.share?.toFixed(1) ?? '?');
    });
  });
}

test('on a phone who searches has the row, and gives it back', async ({ plan, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await plan.open();
  const field = page.locator('.search-field');
  const width = async (): Promise<number> => (await field.boundingBox())?.width ?? 0;
  expect(await width()).toBeGreaterThan(140);
  await field.click();
  expect(await width()).toBeGreaterThan(300);
  await page.keyboard.type('zjwsj');
  await page.locator('#hits [role=option]').first().click();
  await expect(plan.card.locator('h2')).toBeVisible();
  await expect(page.locator('#share')).toBeVisible();
});
