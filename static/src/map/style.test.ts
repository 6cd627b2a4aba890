import { createExpression, featureFilter, validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, test } from 'vitest';
import { drawings } from './drawings.ts';
import { exportedStyle } from './export.ts';
import { flavors } from './flavors.ts';
import type { LayerMetadata } from './layers/kit.ts';
import type { Basemap } from '../api/types.ts';
import { rows } from './rows.ts';
import { emptyOverlay } from './overlay.ts';
import { planStyle } from './style.ts';
import type { StyleInput } from './style.ts';
import { tokensCss } from './tokens-css.ts';

const none: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
const input: StyleInput = {
  flavor: 'light', lang: 'zh', horizon: '2030', rows: {}, ground: 'vector', tiles: 'http://localhost/xyz/plan.json',
  live: { coverage: false, overlay: emptyOverlay, selection: none, stacks: none, drawn: none, local: none },
};
type Layer = ReturnType<typeof planStyle>['layers'][number];
const rowOf = (layer: Layer): string | undefined => (layer.metadata as LayerMetadata | undefined)?.row;
const shown = (style: ReturnType<typeof planStyle>): string[] =>
  style.layers.filter((l) => (l.layout as { visibility?: string } | undefined)?.visibility !== 'none').map((l) => l.id);

describe('the style is valid and pure', () => {
  const variants: [string, Partial<StyleInput>][] = [
    ['first view', {}],
    ['dark, English, now', { flavor: 'dark', lang: 'en', horizon: 'now' }],
    ['coverage, beyond', { horizon: 'beyond', live: { coverage: true, overlay: emptyOverlay, selection: none, stacks: none, drawn: none, local: none } }],
    ['for other clients', { live: null }],
    ['faded rows', { rows: { 'layout:belt': { opacity: 40 }, townships: { on: false } } }],
  ];
  test.each(variants)('%s', (_, patch) => {
    const style = planStyle({ ...input, ...patch });
    expect(validateStyleMin(style as never).map((e) => e.message)).toEqual([]);
    expect(planStyle({ ...input, ...patch })).toEqual(style);
    expect(new Set(style.layers.map((l) => l.id)).size).toBe(style.layers.length);
  });
});

test('every row of the legend draws something, and switching it off hides its layers and no others', () => {
  const all = shown(planStyle({ ...input, horizon: 'beyond' }));
  for (const { key } of rows) {
    const off = planStyle({ ...input, horizon: 'beyond', rows: { [key]: { on: false } } });
    const mine = off.layers.filter((l) => rowOf(l) === key).map((l) => l.id);
    expect(mine.length, key).toBeGreaterThan(0);
    expect(all.filter((id) => !shown(off).includes(id)).sort(), key).toEqual(mine.sort());
  }
});

test('the horizon hides what is not built by then', () => {
  const layers = (horizon: StyleInput['horizon']): string[] => shown(planStyle({ ...input, horizon })).filter((id) => /^(rail|stations)-/.test(id));
  expect(layers('now').some((id) => /2030|beyond/.test(id))).toBe(false);
  expect(layers('2030').some((id) => id.includes('2030'))).toBe(true);
  expect(layers('2030').some((id) => id.includes('beyond'))).toBe(false);
  expect(layers('beyond').some((id) => id.includes('beyond'))).toBe(true);
});

test('nothing schematic looks surveyed: edges of the layout are broken', () => {
  const edges = planStyle(input).layers.filter((l) => /^layout-\w+-edge$/.test(l.id));
  expect(edges.map((l) => l.id).sort()).toEqual(['belt', 'core', 'corridor', 'town', 'zone'].map((n) => `layout-${n}-edge`));
  for (const layer of edges) expect(layer.paint, layer.id).toHaveProperty('line-dasharray');
});

test('nothing schematic looks surveyed: no line layer draws a schematic line unbroken', () => {
  const feature = { type: 2 as const, properties: {} as Record<string, unknown> };
  const takes = (layer: Layer, properties: Record<string, unknown>): boolean =>
    !('filter' in layer) || !layer.filter || featureFilter(layer.filter as never, 'layers[0].filter').filter({ zoom: 12 }, { ...feature, properties } as never);
  for (const flavor of ['light', 'dark'] as const) {
    const lines = planStyle({ ...input, flavor, horizon: 'beyond' }).layers.filter((l) => l.type === 'line' && 'source-layer' in l && !/-(blur|glow|halo)$/.test(l.id));
    expect(lines.length).toBeGreaterThan(20);
    for (const collection of ['roads', 'rivers', 'road-grid', 'key-projects', 'layout', 'townships', 'green-structure']) {
      const mine = lines.filter((l) => 'source-layer' in l && l['source-layer'] === collection);
      for (const more of [{}, { axis: '横' }, { axis: '纵' }, { category: 'core' }, { category: 'ring' }, { category: 'transport' }, { category: 'belt' }]) {
        for (const layer of mine) {
          if (takes(layer, { method: 'schematic', accuracy_m: 1500, ...more })) expect(layer.paint, `${flavor} ${layer.id}`).toHaveProperty('line-dasharray');
        }
      }
      expect(mine.some((l) => takes(l, { method: 'schematic', accuracy_m: 1500, axis: '横', category: collection === 'green-structure' ? 'ring' : collection === 'layout' ? 'core' : 'transport' })), collection).toBe(true);
    }
    for (const collection of ['roads', 'rivers', 'road-grid']) { // and what is surveyed is not broken
      expect(lines.some((l) => 'source-layer' in l && l['source-layer'] === collection && takes(l, { method: 'traced', axis: '横' }) && !('line-dasharray' in (l.paint ?? {}))), collection).toBe(true);
    }
  }
});

test('an uncertain point is hollow, and from z14 every name of something uncertain says how far off it may be', () => {
  const value = (expression: unknown, zoom: number, properties: Record<string, unknown>): unknown => {
    const compiled = createExpression(expression as never, 'layers[0].layout.text-field' as never);
    if (compiled.result !== 'success') throw new Error(JSON.stringify(compiled.value));
    return String(compiled.value.evaluate({ zoom }, { type: 1, properties } as never));
  };
  const about = { name_zh: '甲', name_en: 'A', method: 'schematic', accuracy_m: 700, status: 'existing', horizon: '2030' };
  const sure = { ...about, method: 'osm', accuracy_m: 20 };
  const layers = new Map(planStyle({ ...input, horizon: 'beyond' }).layers.map((l) => [l.id, (l as { layout?: Record<string, unknown> }).layout ?? {}]));
  const of = (id: string): Record<string, unknown> => layers.get(id) ?? (() => { throw new Error(`no layer ${id}`); })();
  for (const id of ['stations-now', 'stations-2030', 'substations-110', 'substations-220', 'projects-culture', 'industrial-parks', 'places']) {
    expect(value(of(id)['icon-image'], 12, about), id).toMatch(/-schematic$/);
    expect(value(of(id)['icon-image'], 12, { ...sure, accuracy_m: 500 }), id).toMatch(/-schematic$/);
    expect(value(of(id)['icon-image'], 12, sure), id).not.toMatch(/-schematic$/);
  }
  for (const id of ['layout-core-label', 'layout-zone-label', 'layout-town-label', 'stations-2030-label', 'substations-110', 'projects-culture', 'industrial-parks', 'places', 'green-ring-parks-label']) {
    expect(value(of(id)['text-field'], 14, about), id).toBe('甲\n示意 ±700 m');
    expect(value(of(id)['text-field'], 14, { ...sure, accuracy_m: 500 }), id).toBe('甲\n约 ±500 m');
    expect(value(of(id)['text-field'], 13.9, about), id).toBe('甲');
    expect(value(of(id)['text-field'], 15, sure), id).toBe('甲');
  }
  // The name of a band stands on its centre line, and tells the band.
  for (const id of ['layout-corridor-label', 'layout-axis-label', 'layout-belt-label']) {
    const line = { ...sure, area_accuracy_m: 700 };
    expect(value(of(id)['text-field'], 14, line), id).toBe('甲 · 示意 ±700 m');
    expect(value(of(id)['text-field'], 13.9, line), id).toBe('甲');
    expect(value(of(id)['text-field'], 15, sure), id).toBe('甲');
  }
});

test('in coverage the layout recedes and loses its names', () => {
  const on = planStyle({ ...input, live: { ...input.live!, coverage: true } });
  expect(on.layers.filter((l) => /^layout-.*-label/.test(l.id))).toEqual([]);
  const tint = (style: typeof on): unknown => (style.layers.find((l) => l.id === 'layout-core-tint')?.paint as Record<string, unknown>)['fill-opacity'];
  expect(tint(on)).toBeCloseTo(0.45 * (tint(planStyle(input)) as number));
});

describe('another ground', () => {
  const other: Basemap = { id: 'img', title_zh: '影像', title_en: 'Imagery', tiles: 'https://t.example/{z}/{x}/{y}', scheme: 'tms', tile_size: 256, max_zoom: 17, attribution: 'x', crs: 'cgcs2000', display_only: false };
  const own = planStyle(input);
  const over = planStyle({ ...input, ground: other, rows: { basemap: { opacity: 60 } } });
  const paint = (style: typeof own, id: string): Record<string, unknown> => (style.layers.find((l) => l.id === id)?.paint ?? {}) as Record<string, unknown>;
  const hidden = ['rivers-edge', 'rivers', 'rivers-schematic', 'roads-casing', 'roads', 'roads-schematic', 'rivers-label', 'roads-label'];
  test('a raster map lies under all of the plan; own land, water and roads give way', () => {
    expect(validateStyleMin(over as never).map((e) => e.message)).toEqual([]);
    expect(over.sources['basemap']).toEqual({ type: 'raster', tiles: [other.tiles], scheme: 'tms', tileSize: 256, maxzoom: 17 });
    expect(over.layers.slice(0, 2).map((l) => l.id)).toEqual(['outside', 'basemap']);
    expect(paint(over, 'basemap')['raster-opacity']).toBe(0.6);
    expect(shown(own).filter((id) => !shown(over).includes(id)).sort()).toEqual(['land', ...hidden].sort());
  });
  test('halos widen and tints deepen, once', () => {
    expect(paint(over, 'layout-core-label')['text-halo-width']).toBeCloseTo((paint(own, 'layout-core-label')['text-halo-width'] as number) + 0.6);
    expect(paint(over, 'layout-core-tint')['fill-opacity']).toBeCloseTo(1.4 * (paint(own, 'layout-core-tint')['fill-opacity'] as number));
    expect(paint(over, 'layout-core-hatch')).toEqual(paint(own, 'layout-core-hatch'));
    expect(planStyle({ ...input, ground: other, rows: { basemap: { opacity: 60 } } })).toEqual(over);
  });
  test('none: the plan alone, as it always is', () => {
    const none = planStyle({ ...input, ground: 'none' });
    expect(none.sources).toEqual(own.sources);
    expect(shown(own).filter((id) => !shown(none).includes(id)).sort()).toEqual(['land', ...hidden].sort());
    expect(paint(none, 'layout-core-label')).toEqual(paint(own, 'layout-core-label'));
  });
});

describe.each(['light', 'dark'] as const)('the exported style, %s', (name) => {
  const variants = (['zh', 'en'] as const).flatMap((lang) => (['now', '2030', 'beyond'] as const).map((horizon) => exportedStyle(name, lang, horizon)));
  const text = JSON.stringify(variants);
  test('loads anywhere: valid, its own sprite and glyphs, no page-only sources', () => {
    for (const style of variants) {
      expect(validateStyleMin(JSON.parse(JSON.stringify(style).replaceAll('{base}', 'http://localhost')) as never).map((e) => e.message)).toEqual([]);
      expect(style.sources).toEqual({ plan: { type: 'vector', url: '{base}/xyz/plan.json' } });
      expect(style.sprite).toBe(`{base}/sprites/plan-${name}`);
    }
    expect(new Set(text.match(/"text-font":\[[^\]]*\]/g))).toEqual(new Set(['"text-font":["LM Sans Regular"]', '"text-font":["LM Sans Bold"]']));
  });
  test('names only pictures that are drawn', () => {
    const drawn = Object.keys(drawings(name, flavors[name]));
    const images = JSON.stringify(variants.flatMap((s) => s.layers.map((l) => [(l.layout as Record<string, unknown>)?.['icon-image'], (l.paint as Record<string, unknown>)?.['fill-pattern']])));
    const named = new Set((images.match(/"[a-z][a-z0-9-]*"/g) ?? []).map((s) => s.slice(1, -1)).filter((s) => !['match', 'case', 'any', 'coalesce', 'get', 'status', 'existing', 'method', 'schematic'].includes(s)));
    expect(named.size).toBeGreaterThan(15);
    expect([...named].filter((n) => !drawn.includes(n))).toEqual([]);
  });
  test('uses the colours of its flavour only', () => {
    const colours = new Set((text.match(/#[0-9A-Fa-f]{6}/g) ?? []).map((c) => c.toUpperCase()));
    const known = new Set(JSON.stringify(flavors[name]).match(/#[0-9A-Fa-f]{6}/g)?.map((c) => c.toUpperCase()));
    expect([...colours].filter((c) => !known.has(c))).toEqual([]);
  });
});

test('colours live in tokens.json alone', () => {
  const sources = import.meta.glob<string>(['../**/*.ts', '../**/*.css', '!../**/*.test.ts'], { query: '?raw', import: 'default', eager: true });
  expect(Object.keys(sources).length).toBeGreaterThan(20);
  const named = Object.entries(sources).filter(([, text]) => /#[0-9a-f]{3,8}\b/i.test(text));
  expect(named.map(([file]) => file)).toEqual([]);
});

test('the page gets both flavours as custom properties', () => {
  const css = tokensCss(flavors);
  expect(css).toContain(`--ui-on-accent:${flavors.light.ui.onAccent};`);
  expect(css).toContain(`--plan-rail2030:${flavors.dark.plan.rail2030};`);
});
