import { expect, test } from './page.ts';

test('the sheet: legend with badges, scale, sources, the mark of the schematic, text as text', async ({ plan, page }) => {
  await plan.open();
  await page.evaluate(() => { window.print = () => { document.body.dataset['printed'] = 'yes'; }; });
  await page.locator('#print').click();
  await page.locator('[data-key="print:go"]').click();
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes', { timeout: 40_000 });
  await page.emulateMedia({ media: 'print' });
  const sheet = page.locator('#layout-sheet');
  await expect(sheet).toContainText('发展布局图');
  await expect(sheet.locator('.sheet-legend')).toContainText('一核');
  expect(await sheet.locator('.sheet-legend .badge-schematic').count()).toBeGreaterThan(5);
  await expect(sheet.locator('.schematic-line')).toContainText('不得用于量算');
  await expect(sheet).toContainText('OpenStreetMap');
  // The bar is as long as it says: metres over the printed scale, within 1 %.
  const bar = sheet.locator('.scale-bar');
  const metres = Number(await bar.getAttribute('data-metres'));
  const ratio = Number((await bar.locator('span').nth(1).textContent())!.slice(2).replace(/\D/g, ''));
  const width = await bar.locator('i').evaluate((el) => parseFloat((el as HTMLElement).style.width));
  expect(Math.abs(width / 1000 * ratio - metres) / metres).toBeLessThan(0.01);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  expect(pdf.length).toBeGreaterThan(100_000);
  if (process.env['KEEP_PDF']) (await import('node:fs')).writeFileSync(process.env['KEEP_PDF'], pdf);
});
