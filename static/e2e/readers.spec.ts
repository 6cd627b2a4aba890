import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parquetReadObjects, parquetMetadata } from 'hyparquet';
import { PMTiles, type Source } from 'pmtiles';

/** Other people's readers, on what the built program writes. No page is opened. */
const base = (): string => process.env['LAYOUTMAP_URL'] as string;

test('hyparquet reads GeoParquet: features, Chinese text, provenance', async () => {
  const file = await (await fetch(`${base()}collections/layout/items?f=parquet`)).arrayBuffer();
  const rows = await parquetReadObjects({ file });
  const items = (await (await fetch(`${base()}collections/layout/items?f=geojson`)).json()) as GeoJSON.FeatureCollection;
  expect(rows.map((r) => [r['id'], r['name_zh'], r['method']])).toEqual(
    items.features.map((f) => [f.id, f.properties?.['name_zh'], f.properties?.['method']]));
  const polygon = (rows[0] as { geometry: GeoJSON.Geometry }).geometry;
  expect(polygon).toEqual(items.features[0]?.geometry);
  const keys = (parquetMetadata(file).key_value_metadata ?? []).map((m) => m.key);
  expect(keys).toContain('geo');
});

test('hyparquet reads GeoParquet in another system: metres, the box around each value', async () => {
  const file = await (await fetch(`${base()}collections/layout/items?f=parquet&crs=EPSG:4548`)).arrayBuffer();
  const geo = JSON.parse((parquetMetadata(file).key_value_metadata ?? []).find((m) => m.key === 'geo')?.value ?? '{}') as
    { columns: { geometry: { crs: { id: { code: number } }; covering: { bbox: Record<string, string[]> } } } };
  expect(geo.columns.geometry.crs.id.code).toBe(4548);
  expect(geo.columns.geometry.covering.bbox['xmax']).toEqual(['bbox', 'xmax']);
  for (const row of (await parquetReadObjects({ file })) as { geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon; bbox: Record<string, number> }[]) {
    const all = (row.geometry.type === 'Polygon' ? row.geometry.coordinates : row.geometry.coordinates.flat()).flat();
    const [xs, ys] = [all.map((p) => p[0] as number), all.map((p) => p[1] as number)];
    expect(row.bbox).toEqual({ xmin: Math.min(...xs), ymin: Math.min(...ys), xmax: Math.max(...xs), ymax: Math.max(...ys) });
    expect(row.bbox['xmin']).toBeGreaterThan(450_000); // easting, first, with 500 km at 117°E
    expect(row.bbox['ymin']).toBeGreaterThan(4_300_000);
  }
});

test('the pmtiles client reads an exported archive: the same tiles as the server sends', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'layoutmap-'));
  try {
    const name = path.join(folder, 'plan.pmtiles');
    execFileSync(path.resolve(process.env['LAYOUTMAP_BIN'] as string), ['export', name, '--max-zoom', '11'], { stdio: 'ignore' });
    const bytes = readFileSync(name);
    const source: Source = {
      getKey: () => name,
      getBytes: async (offset, length) => ({ data: new Uint8Array(bytes.subarray(offset, offset + length)).buffer }),
    };
    const archive = new PMTiles(source);
    expect((await archive.getHeader()).maxZoom).toBe(11);
    for (const [z, x, y] of [[8, 210, 97], [10, 843, 387], [11, 1687, 775]] as const) {
      const tile = await archive.getZxy(z, x, y);
      const live = await (await fetch(`${base()}xyz/plan/${z}/${x}/${y}.mvt`)).arrayBuffer();
      expect(Buffer.from(new Uint8Array(tile?.data ?? new ArrayBuffer(0))).equals(Buffer.from(live))).toBe(true);
      expect(live.byteLength).toBeGreaterThan(100);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
