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

for (const [paper, way] of [['A4', 'landscape'], ['A4', 'portrait'], ['A3', 'landscape'], ['A3', 'portrait']] as const) {
  test(`nothing is cut and nothing lies on another thing: ${paper}, ${way}`, async ({ plan, page }, info) => {
    await plan.open(way === 'portrait' ? '#v=1&lang=en' : '');
    await page.evaluate(() => { window.print = () => { document.body.dataset['printed'] = 'yes'; }; });
    await page.locator('#print').click();
    const choice = page.getByRole('dialog').locator('select');
    await choice.nth(0).selectOption(paper);
    await choice.nth(1).selectOption(way);
    await page.locator('[data-key="print:go"]').click();
    await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes', { timeout: 40_000 });
    await page.emulateMedia({ media: 'print' });
    const faults = await page.locator('#layout-sheet').evaluate((sheet) => {
      const out: string[] = [];
      const box = sheet.getBoundingClientRect();
      const legend = sheet.querySelector('.sheet-legend')!;
      const frame = legend.getBoundingClientRect();
      if (legend.scrollHeight > legend.clientHeight + 1 || legend.scrollWidth > legend.clientWidth + 1) out.push(`the legend is cut: ${legend.scrollWidth} × ${legend.scrollHeight} in ${legend.clientWidth} × ${legend.clientHeight}`);
      const samples = [...legend.querySelectorAll('.swatch canvas')].map((el) => el.getBoundingClientRect());
      samples.forEach((a, i) => samples.slice(i + 1).forEach((b) => {
        if (a.left < b.right && b.left < a.right && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5) out.push(`samples at ${a.top.toFixed(0)} and ${b.top.toFixed(0)} overlap`);
      }));
      for (const el of legend.querySelectorAll('p, h2')) {
        const r = el.getBoundingClientRect();
        if (r.bottom > frame.bottom + 1 || r.right > frame.right + 1 || el.scrollWidth > el.clientWidth + 1) out.push(`cut: ${el.textContent}`);
      }
      for (const el of sheet.querySelectorAll('footer, .sheet-map, .schematic-line')) {
        const r = el.getBoundingClientRect();
        if (r.right > box.right + 1 || r.bottom > box.bottom + 1) out.push(`outside of the sheet: ${el.className || el.tagName}`);
      }
      return out;
    });
    expect(faults).toEqual([]);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    await info.attach(`${paper}-${way}.pdf`, { body: pdf, contentType: 'application/pdf' });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
  });
}
