import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';

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
