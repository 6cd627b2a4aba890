import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { withoutWebGL } from './page.ts';

const limit = 900_000; // bytes of bodies over the wire

/** The browser tells nothing of what its workers fetch, so a proxy counts. */
test('the first view costs less than 900 KB, worker and tiles included', async ({ page }) => {
  const target = new URL(process.env['LAYOUTMAP_URL'] as string);
  const sizes = new Map<string, number>();
  const proxy = createServer((from, to) => {
    from.pipe(request({ host: target.hostname, port: target.port, path: from.url, method: from.method, headers: from.headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('data', (chunk: Buffer) => sizes.set(from.url ?? '', (sizes.get(from.url ?? '') ?? 0) + chunk.length));
      answer.pipe(to);
    }));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  try {
    await page.goto(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`);
    await expect(page.locator('#map')).toHaveAttribute('data-idle', 'true', { timeout: 45_000 });
    const bytes = (pattern: RegExp): number => [...sizes].filter(([url]) => pattern.test(url)).reduce((sum, [, n]) => sum + n, 0);
    expect(bytes(/maplibre-gl-worker/)).toBeGreaterThan(100_000);
    expect(bytes(/^\/xyz\/plan\/\d/)).toBeGreaterThan(10_000);
    console.log(`first view: ${bytes(/^/)} bytes in ${sizes.size} requests, tiles ${bytes(/^\/xyz\/plan\/\d/)}`);
    expect(bytes(/^/)).toBeLessThan(limit);
  } finally {
    await page.close();
    proxy.close();
  }
});

test.describe('long tasks', () => {
  // What the page does of itself: without WebGL no software renderer draws on the main thread. Tried again, for a neighbour's load is no fault of the page.
  test.describe.configure({ retries: 2 });
  test('no task of the page holds the main thread for 200 ms once it stands', async ({ page }) => {
    await withoutWebGL(page);
    await page.goto(new URL('#v=1&p=coverage', process.env['LAYOUTMAP_URL']).href);
    const big = page.locator('#answer .big');
    await expect(big).toBeVisible();
    await expect(page.locator('#answer .curve canvas')).toBeVisible();
    await page.evaluate(() => {
      const store = (window as unknown as { long: number[] });
      store.long = [];
      new PerformanceObserver((list) => store.long.push(...list.getEntries().map((e) => e.duration))).observe({ type: 'longtask' });
    });
    const settle = (): Promise<void> => page.waitForTimeout(400);
    for (const radius of [300, 800, 1000, 500]) {
      const before = await big.textContent();
      await page.locator(`#dock [data-key="r:${radius}"]`).click();
      await expect(big).not.toHaveText(before ?? '');
    }
    for (const horizon of ['now', 'beyond', '2030']) {
      await page.locator(`#horizon [data-horizon="${horizon}"]`).click();
      await settle();
    }
    for (const tool of ['table', 'layers', 'downloads', 'about', 'compare', 'coverage']) {
      await page.locator(`#rail [data-tool="${tool}"]`).click();
      await settle();
    }
    await page.keyboard.press('/');
    await page.keyboard.type('tongzhou', { delay: 30 });
    await settle();
    const long = await page.evaluate(() => (window as unknown as { long: number[] }).long);
    console.log(`long tasks, ms: ${long.map((ms) => ms.toFixed(0)).join(' ') || 'none'}`);
    expect(long.filter((ms) => ms >= 200)).toEqual([]);
  });
});
