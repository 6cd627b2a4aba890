import type { StyleSpecification } from 'maplibre-gl';
import { drawings } from './drawings.ts';
import { flavors } from './flavors.ts';
import type { FlavorName } from './flavors.ts';
import { hue } from './icons.ts';
import { rowGroups, rows } from './rows.ts';
import { planStyle } from './style.ts';
import { translator } from '../i18n/index.ts';
import type { Horizon, Lang } from '../state.ts';

/**
 * The style other map clients load, and the server's own static maps. Images
 * come from a sprite and text from a glyph server, where the page paints both
 * itself. `{base}` is for the server to replace by its public address.
 */
export function exportedStyle(flavor: FlavorName, lang: Lang, horizon: Horizon): StyleSpecification {
  const style = planStyle({ flavor, lang, horizon, rows: {}, ground: 'vector', tiles: '{base}/xyz/plan.json', live: null });
  const layers = JSON.parse(JSON.stringify(style.layers).replaceAll(`"${flavor}:`, '"')) as StyleSpecification['layers'];
  for (const layer of layers) {
    if (layer.type !== 'symbol' || !layer.layout?.['text-font']) continue;
    const [first] = layer.layout['text-font'] as string[];
    layer.layout['text-font'] = [first?.endsWith('Bold') ? 'LM Sans Bold' : 'LM Sans Regular'];
  }
  return {
    ...style,
    sprite: `{base}/sprites/plan-${flavor}`,
    glyphs: '{base}/fonts/{fontstack}/{range}.pbf',
    metadata: { 'layoutmap:horizon': horizon, 'layoutmap:lang': lang },
    center: [116.7, 39.86], // lon, lat: the sub-center and the corridor south of it
    zoom: 10.5,
    layers,
  };
}

/** What the server draws legends with: the rows, their names and samples, and every picture of a flavour. */
export function exportedLegend(flavor: FlavorName): unknown {
  const zh = translator('zh');
  const en = translator('en');
  const f = flavors[flavor];
  return {
    colours: { paper: f.ui.panel, outside: f.base.outside, text: f.ui.text, muted: f.ui.muted, border: f.ui.border, halo: f.base.halo, accent: f.ui.accent },
    groups: rowGroups.map((id) => ({ id, title: { zh: zh(`group.${id}`), en: en(`group.${id}`) } })),
    rows: [
      ...rows.map(({ key, group, collection, where, swatch, from }) => ({
        key, group, collection, where: where ?? {}, from: from ?? 'now',
        title: { zh: zh(`row.${key}` as 'row.rivers'), en: en(`row.${key}` as 'row.rivers') },
        swatch: swatch.form === 'icon' ? swatch : { ...swatch, colour: hue(f, swatch.colour), ...('casing' in swatch && swatch.casing ? { casing: hue(f, swatch.casing) } : {}) },
      })),
      {
        key: 'key-projects:stack', group: 'projects', collection: 'key-projects', where: { placed_by: 'town' }, from: 'now',
        title: { zh: zh('legend.stack'), en: en('legend.stack') }, swatch: { form: 'icon', icon: 'stack' },
      },
    ],
    drawings: drawings(flavor, f),
  };
}
