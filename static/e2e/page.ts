import { expect, test as base } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { Collection, Coverage, Feature } from '../src/api/types.ts';
import type { PanelName } from '../src/state.ts';
import en from '../src/i18n/en.json' with { type: 'json' };
import zh from '../src/i18n/zh.json' with { type: 'json' };

/** The page's languages, for tasks that readers of both do, and its words in them. */
export const languages = ['zh', 'en'] as const;
export const texts = { zh, en };

/** A browser that has no WebGL. */
export async function withoutWebGL(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const real = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl') ? null : (real as (...all: unknown[]) => unknown).call(this, kind, ...rest);
    } as typeof real;
  });
}

/** The page in the words of its reader. */
export class MapPage {
  /** Errors on the console, uncaught errors, answers ≥ 400, requests to other hosts: all must stay empty. */
  readonly troubles: string[] = [];
  readonly map: Locator;
  readonly card: Locator;
  readonly answer: Locator;
  readonly dock: Locator;

  /** `address` where it is not the program that all tests share; `others` are hosts that may be asked too. */
  constructor(readonly page: Page, private readonly address = process.env['LAYOUTMAP_URL'], others: readonly string[] = []) {
    this.map = page.locator('#map');
    this.card = page.locator('#card');
    this.answer = page.locator('#answer');
    this.dock = page.locator('#dock');
    const hosts = [new URL(this.url()).host, ...others];
    page.on('console', (m) => { if (m.type() === 'error') this.troubles.push(`console: ${m.text()}`); });
    page.on('pageerror', (e) => this.troubles.push(`uncaught: ${e.message}`));
    page.on('request', (r) => {
      const url = new URL(r.url());
      if (url.protocol.startsWith('http') && !hosts.includes(url.host)) this.troubles.push(`foreign request: ${r.url()}`);
    });
    page.on('response', (r) => { if (r.status() >= 400) this.troubles.push(`${r.status()} ${r.url()}`); });
  }

  url(path = ''): string {
    if (!this.address) throw new Error('e2e: no address; server.ts did not run');
    return new URL(path, this.address).href;
  }

  async open(hash = ''): Promise<void> {
    await this.page.goto('about:blank'); // a change of hash alone would not load the page again
    await this.page.goto(this.url(hash));
    await this.idle();
  }

  /** Everything loaded and drawn. */
  async idle(): Promise<void> {
    await expect(this.map).toHaveAttribute('data-idle', 'true', { timeout: 45_000 });
  }

  async words(attribute: string): Promise<string[]> {
    return ((await this.map.getAttribute(`data-${attribute}`)) ?? '').split(' ').filter(Boolean);
  }

  async horizon(name: 'now' | '2030' | 'beyond'): Promise<void> {
    await this.page.locator(`#horizon [data-horizon="${name}"]`).click();
    await expect(this.map).toHaveAttribute('data-horizon', name);
    await this.idle();
  }

  async tool(name: PanelName): Promise<void> {
    const button = this.page.locator(`#rail [data-tool="${name}"]`);
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
    await expect(this.page.locator(`[data-panel="${name}"]`)).toBeVisible();
    await this.idle();
  }

  /** Where a lon/lat stands on the screen, for a camera in the hash; `free` is what panels leave: the window's left, top, right, bottom. */
  pixel([lon, lat]: readonly number[], camera: { zoom: number; lon: number; lat: number }, free = { left: 428, top: 76, right: 1380, bottom: 816 }): [number, number] {
    const size = 512 * 2 ** camera.zoom;
    const x = (degrees: number): number => (degrees + 180) / 360 * size;
    const y = (degrees: number): number => (1 - Math.asinh(Math.tan(degrees * Math.PI / 180)) / Math.PI) / 2 * size;
    return [(free.left + free.right) / 2 + x(lon ?? NaN) - x(camera.lon), (free.top + free.bottom) / 2 + y(lat ?? NaN) - y(camera.lat)];
  }

  /** Types into the search and waits for what it finds. */
  async search(query: string): Promise<Locator> {
    await this.page.keyboard.press('/');
    await this.page.locator('#q').fill(query);
    const hits = this.page.locator('#hits [role=option]');
    await expect(hits.first()).toBeVisible();
    return hits;
  }

  /** Ids of the features in view, from the list a reader without eyes uses. */
  async inView(collection: string): Promise<string[]> {
    await this.tool('list');
    return this.dock.locator(`[data-collection="${collection}"] [data-id]`).evaluateAll((all) => all.map((el) => el.getAttribute('data-id') ?? ''));
  }

  /** How many different colours the map shows: a blank map has one. */
  async colours(): Promise<number> {
    const png = (await this.page.screenshot({ clip: { x: 440, y: 90, width: 560, height: 640 } })).toString('base64');
    return this.page.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
    }, png);
  }

  /** Visible Chinese that is not marked as Chinese. */
  unmarked(): Promise<string[]> {
    return this.page.evaluate(() => {
      const found: string[] = [];
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const el = node.parentElement;
        if (!el || el.closest('noscript, script, pre') || !el.checkVisibility()) continue;
        if (/\p{Script=Han}/u.test(node.textContent ?? '') && !el.closest('[lang]')?.getAttribute('lang')?.startsWith('zh')) found.push(node.textContent ?? '');
      }
      return found;
    });
  }

  async json<T>(path: string): Promise<T> {
    const response = await this.page.request.get(this.url(path));
    expect(response.status(), path).toBe(200);
    return (await response.json()) as T;
  }

  collections = async (): Promise<Collection[]> => (await this.json<{ collections: Collection[] }>('collections?f=json')).collections;
  item = (collection: string, id: string): Promise<Feature> => this.json(`collections/${collection}/items/${id}?f=json`);
  coverage = (horizon: string, radius: number): Promise<Coverage> => this.json(`coverage?horizon=${horizon}&radius=${radius}&f=json`);
}

export const test = base.extend<{ plan: MapPage }>({
  plan: async ({ page }, use) => {
    const plan = new MapPage(page);
    await use(plan);
    expect(plan.troubles, 'console errors, failed or foreign requests').toEqual([]);
  },
});

export { expect };
