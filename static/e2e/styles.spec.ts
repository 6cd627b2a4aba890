import path from 'node:path';
import { expect, test } from './page.ts';

/** A page of somebody else's: MapLibre as published, our style by its address, nothing else of ours. */
const client = (style: string): string => `<!doctype html><meta charset="utf-8"><title>client</title>
<style>html,body,#map{margin:0;height:100%}</style><div id="map"></div>
<script type="module">
import { Map, setWorkerUrl } from './maplibre-gl.mjs';
setWorkerUrl(new URL('./maplibre-gl-worker.mjs', import.meta.url).href);
const map = new Map({ container: 'map', style: ${JSON.stringify(style)}, center: [116.68, 39.9], zoom: 12.4, attributionControl: false, fadeDuration: 0, localIdeographFontFamily: false });
map.on('styleimagemissing', ({ id }) => console.error('no image ' + id));
map.on('error', ({ error }) => console.error(error.message));
map.on('idle', () => {
  const drawn = map.queryRenderedFeatures();
  document.body.dataset.layers = [...new Set(drawn.map((f) => f.layer.id))].join(' ');
});
</script>`;

for (const [id, query] of [['plan-light', ''], ['plan-dark', '?lang=en&horizon=beyond']] as const) {
  test(`MapLibre elsewhere draws /styles/${id}${query}: hatches, icons and labels, no error`, async ({ plan }) => {
    const { page } = plan;
    const fetched = { glyphs: 0, sprites: 0 };
    page.on('response', (r) => {
      const { pathname } = new URL(r.url());
      if (pathname.startsWith('/fonts/') && r.ok()) fetched.glyphs++;
      if (pathname.startsWith('/sprites/') && r.ok()) fetched.sprites++;
    });
    await page.route('**/elsewhere/*', (route) => {
      const name = path.basename(new URL(route.request().url()).pathname);
      if (name === 'client.html') return route.fulfill({ contentType: 'text/html', body: client(plan.url(`styles/${id}${query}`)) });
      return route.fulfill({ path: `node_modules/maplibre-gl/dist/${name}`, contentType: 'text/javascript' });
    });
    await page.goto(plan.url('elsewhere/client.html'));
    await expect(page.locator('body')).toHaveAttribute('data-layers', /layout-core-label/, { timeout: 60_000 });
    const layers = (await page.locator('body').getAttribute('data-layers')) ?? '';
    for (const name of ['layout-core-hatch', 'stations-now', 'stations-now-label', 'rivers-label', 'road-grid-横-badge']) expect(layers.split(' ')).toContain(name);
    expect(fetched.sprites).toBe(2);
    expect(fetched.glyphs).toBeGreaterThanOrEqual(2); // Latin, in both weights
    expect(await plan.colours()).toBeGreaterThan(200);
  });
}
