import { expect, test } from 'vitest';
import { parse } from './parse.ts';
import { guess, placed, plausible } from './place.ts';
import { wkt } from './wkt.ts';

const bytes = (text: string): ArrayBuffer => new Uint8Array(new TextEncoder().encode(text)).buffer;
const refusal = async (name: string, content: ArrayBuffer): Promise<string> => parse(name, content).then(() => 'shown', (e: { code: string }) => e.code);
const point = '{"type":"Point","coordinates":[116.7,39.9]}';

test('GeoJSON: collection, feature, bare geometry', async () => {
  for (const text of [point, `{"type":"Feature","geometry":${point},"properties":{"a":1}}`, `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":${point},"properties":null}]}`]) {
    expect((await parse('a.geojson', bytes(text))).features).toHaveLength(1);
  }
});

test('CSV: lon/lat under their usual names, Chinese ones, WKT; a byte order mark; GB 18030', async () => {
  const one = async (text: string) => (await parse('a.csv', bytes(text))).features[0];
  expect((await one('\ufeffname,lon,lat\n甲,116.7,39.9'))?.geometry).toEqual({ type: 'Point', coordinates: [116.7, 39.9] });
  expect((await one('名称,经度,纬度\n甲,116.7,39.9'))?.properties).toEqual({ 名称: '甲', 经度: '116.7', 纬度: '39.9' });
  expect((await one('id,wkt\n1,"LINESTRING(116.7 39.9,116.8 39.9)"'))?.geometry.type).toBe('LineString');
  const gb = new Uint8Array([0xc3, 0xfb, 0x2c, ...new TextEncoder().encode('x,y\n'), 0xbc, 0xd7, ...new TextEncoder().encode(',116.7,39.9')]).buffer;
  expect((await parse('a.csv', gb)).features[0]?.properties).toMatchObject({ 名: '甲' });
});

test('KML', async () => {
  const text = '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>甲</name><Point><coordinates>116.7,39.9,0</coordinates></Point></Placemark></kml>';
  expect((await parse('a.kml', bytes(text))).features[0]?.properties).toMatchObject({ name: '甲' });
});

test.each([
  ['a.geojson', '{"type":"Feat', 'broken'],
  ['a.geojson', '{"type":"Topology"}', 'broken'],
  ['a.geojson', '{"type":"FeatureCollection","features":[]}', 'empty'],
  ['a.geojson', '{"type":"Point","coordinates":["a",1]}', 'broken'],
  ['a.csv', 'name,place\n甲,乙', 'columns'],
  ['a.csv', 'id,wkt\n1,POINT(1', 'broken'],
  ['a.kml', '<kml><Placemark>', 'broken'],
  ['a.zip', 'not a zip', 'broken'],
  ['a.dwg', 'x', 'kind'],
  ['a.csv', '', 'empty'],
])('refused: %s %s', async (name, text, code) => expect(await refusal(name, bytes(text))).toBe(code));

test('refused: over 20 MB', async () => expect(await refusal('a.csv', new ArrayBuffer(20_000_001))).toBe('large'));

test('WKT', () => {
  expect(wkt('POLYGON ((1 2, 3 4, 5 6, 1 2))')).toEqual({ type: 'Polygon', coordinates: [[[1, 2], [3, 4], [5, 6], [1, 2]]] });
  expect(wkt('MULTIPOINT (1 2, 3 4)')).toEqual(wkt('MULTIPOINT ((1 2), (3 4))'));
  expect(wkt('POINT Z (1 2 3)')).toEqual({ type: 'Point', coordinates: [1, 2] });
  for (const bad of ['POINT()', 'POINT(1)', 'POLYGON(1 2)', 'CIRCLE(1 2)', '', 'POINT(1 2']) expect(wkt(bad), bad).toBeNull();
});

// GDAL 3.6.2: echo "116.7 39.9" | gdaltransform -s_srs EPSG:4490 -t_srs EPSG:4548
test('projected coordinates are asked about and placed', () => {
  const at = (x: number, y: number): GeoJSON.FeatureCollection => ({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: [x, y] }, properties: {} }] });
  expect(plausible(at(116.7, 39.9))).toBe(true);
  expect(plausible(at(474349.6, 4417891.3))).toBe(false);
  expect(guess(at(474349.6, 4417891.3))).toBe('4548');
  expect(guess(at(39474349.6, 4417891.3))).toBe('4527');
  expect(guess(at(39.9, 116.7))).toBe('latlon');
  expect(placed(at(39.9, 116.7), 'latlon')).toEqual(at(116.7, 39.9));
  const [lon = 0, lat = 0] = (placed(at(474344.490959312, 4418468.74684449), '4548').features[0]!.geometry as GeoJSON.Point).coordinates;
  expect(lon).toBeCloseTo(116.7, 7);
  expect(lat).toBeCloseTo(39.9, 7);
});
