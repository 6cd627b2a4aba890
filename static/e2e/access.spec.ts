import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import { expect, test } from './page.ts';

const panels = [
  'layers', 'coverage', 'coverage&add=A@116.64900,39.89930&rm=st-1-06', 'compare&cmp=now~beyond@0.50', 'list', 'draw&near=116.6575,39.9035,500',
  'table', 'downloads', 'about', 'layers&f=layout/layout-core',
];

/** Each theme and each language on a desk and on a phone, which shows the map alone at first. */
const phone = { size: { width: 390, height: 844 }, first: ['none'] };
const desk = { size: null, first: [] };
const runs = [
  { theme: 'light', lang: 'zh', ...desk }, { theme: 'dark', lang: 'en', ...desk },
  { theme: 'light', lang: 'en', ...phone }, { theme: 'dark', lang: 'zh', ...phone },
];

for (const { theme, lang, size, first } of runs) {
  test(`axe finds nothing: ${size ? 'on a phone, ' : ''}${theme}, ${lang}`, async ({ plan, page }) => {
    test.setTimeout(300_000); // ten panels
    if (size) await page.setViewportSize(size);
    for (const panel of [...first, ...panels]) {
      await plan.open(`#v=1&p=${panel}&lang=${lang}&theme=${theme}`);
      if (panel.startsWith('coverage')) await expect(plan.answer.locator('.big')).toBeVisible();
      if (panel.startsWith('compare')) await expect(page.locator('.readout.right .figure')).toBeVisible();
      if (panel.includes('f=')) await expect(plan.card.locator('blockquote')).toBeVisible();
      // evaluate, not a script tag: the content security policy forbids inline scripts.
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(
        () => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      const found = violations.map((v) => `${panel}: ${v.id} ${v.impact}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`).slice(0, 3).join(' | ')}`);
      expect(found).toEqual([]);
    }
  });
}

test('by keyboard alone: skip to the map, Enter reads what is at its centre', async ({ plan, page }) => {
  await plan.open('#v=1&p=none&m=14.00/39.9100/116.6720');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('#map canvas')).toBeFocused();
  await page.keyboard.press('3');
  await expect(plan.map).toHaveAttribute('data-horizon', 'beyond');
  await plan.idle();
  await page.keyboard.press('Enter');
  await expect(plan.card.locator('h2')).toBeFocused();
});
