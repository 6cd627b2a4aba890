import { defineConfig } from '@playwright/test';

/** A real browser on the built program. Needs LAYOUTMAP_BIN; CHROMIUM names a browser elsewhere than /usr/bin/chromium. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/server.ts',
  workers: 1, // software WebGL fills a small machine by itself
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1440, height: 900 },
    // Tests speak of CSS pixels; software WebGL then has a quarter of them to fill. Pictures that are kept are whole.
    deviceScaleFactor: process.env['UPDATE_SCREENSHOT'] || process.env['KEEP_SCREENSHOTS'] ? 1 : 0.5,
    locale: 'zh-CN',
    colorScheme: 'light',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      // The full set: without it some builds give no WebGL where there is no GPU. No sandbox, because CI runs as root.
      args: ['--no-sandbox', '--disable-gpu', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    },
  },
});
