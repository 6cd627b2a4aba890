import { expect, test } from '@playwright/test';
import Feature from 'ol/Feature.js';
import MVT from 'ol/format/MVT.js';
import type Point from 'ol/geom/Point.js';
import { fromLonLat } from 'ol/proj.js';
import { createXYZ } from 'ol/tilegrid.js';

/** OpenLayers' own decoder on the tiles of the running program. No page is opened. */
const base = (): string => process.env['LAYOUTMAP_URL'] as string;

const format = new MVT<Feature>({ featureClass: Feature });

async function read(z: number, x: number, y: number, path: string): Promise<Feature[]> {
  const tile = await (await fetch(base() + path)).arrayBuffer();
  const extent = createXYZ({ maxZoom: 22, tileSize: 512 }).getTileCoordExtent([z, x, y]);
  return format.readFeatures(tile, { extent, featureProjection: 'EPSG:3857' });
}

test('OpenLayers reads the tiles: every station within a grid unit of its place, with its text and id', async () => {
  const [z, x, y] = [6, 52, 24];
  const features = await read(z, x, y, `xyz/plan/${z}/${x}/${y}.mvt`);
  const items = (await (await fetch(`${base()}collections/rail-stations/items?limit=10000`)).json()) as GeoJSON.FeatureCollection<GeoJSON.Point | null>;
  const stations = new Map(features.filter((f) => f.get('layer') === 'rail-stations').map((f) => [f.get('id') as string, f]));
  const placed = items.features.filter((f) => f.geometry !== null);
  expect([...stations.keys()].sort()).toEqual(placed.map((f) => f.id as string).sort());
  const unit = (2 * 20037508.342789244) / 2 ** z / 4096;
  for (const item of placed) {
    const station = stations.get(item.id as string) as Feature<Point>;
    const [east, north] = (station.getGeometry() as Point).getCoordinates() as [number, number];
    const [wantEast, wantNorth] = fromLonLat(item.geometry?.coordinates as number[]) as [number, number];
    expect(Math.abs(east - wantEast)).toBeLessThanOrEqual(unit);
    expect(Math.abs(north - wantNorth)).toBeLessThanOrEqual(unit);
    expect(station.get('name_zh')).toBe(item.properties?.['name_zh']);
    expect(Number.isSafeInteger(station.getId())).toBe(true);
  }
});

test('OpenLayers finds areas, holes and lines of the same kinds and the same ids on both families of addresses', async () => {
  const [z, x, y] = [10, 843, 387];
  const xyz = await read(z, x, y, `xyz/plan/${z}/${x}/${y}.mvt`);
  const ogc = await read(z, x, y, `tiles/WebMercatorQuad/${z}/${y}/${x}`);
  const facts = (list: Feature[]): unknown[] => list.map((f) => [f.get('layer'), f.getId(), f.getGeometry()?.getType(), f.getGeometry()?.getExtent()]);
  expect(facts(ogc)).toEqual(facts(xyz));
  const kinds = new Set(xyz.map((f) => f.getGeometry()?.getType()));
  for (const kind of ['Point', 'LineString', 'Polygon']) expect(kinds).toContain(kind);
  const towns = xyz.filter((f) => f.get('layer') === 'townships');
  const labels = xyz.filter((f) => f.get('layer') === 'townships-labels');
  expect(towns.length).toBeGreaterThan(5);
  for (const label of labels) expect(towns.map((f) => f.getId())).toContain(label.getId());
});

test('a filter reaches OpenLayers through TileJSON', async () => {
  const filter = encodeURIComponent("line = 'M101'");
  const { tiles } = (await (await fetch(`${base()}xyz/rail-stations.json?filter=${filter}`)).json()) as { tiles: string[] };
  const address = (tiles[0] as string).replace('{z}', '6').replace('{x}', '52').replace('{y}', '24').slice(base().length);
  const lines = new Set((await read(6, 52, 24, address)).map((f) => f.get('line') as string));
  expect([...lines]).toEqual(['M101']);
});
