import { expect, test } from 'vitest';
import { fromGcj02, parseCoordinates, toGcj02 } from './coordinates.ts';

test.each([
  ['116.70,39.91', { lon: 116.7, lat: 39.91 }],
  [' 39.91， 116.70 ', { lon: 116.7, lat: 39.91 }],
  ['116.7 39.9', { lon: 116.7, lat: 39.9 }],
  ['-70.5,-33', { lon: -70.5, lat: -33 }],
  ['116.70', null],
  ['116.70,239', null],
  ['116.7,39.9,5', null],
  ['M101, 22', null],
])('%s', (text, want) => expect(parseCoordinates(text)).toEqual(want));

// The server's own transform of station st-6-10 (geo/crs, which its tests hold against published points).
test('GCJ-02 as the server has it, and back to the millimetre', () => {
  const wgs = { lon: 116.741631, lat: 39.901623 };
  const gcj = toGcj02(wgs);
  expect(gcj.lon).toBeCloseTo(116.747708232, 8);
  expect(gcj.lat).toBeCloseTo(39.902848241, 8);
  const back = fromGcj02(gcj);
  expect(back.lon).toBeCloseTo(wgs.lon, 8);
  expect(back.lat).toBeCloseTo(wgs.lat, 8);
});
