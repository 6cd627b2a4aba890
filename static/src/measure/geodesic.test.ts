import { expect, test } from 'vitest';
import { area, length } from './geodesic.ts';

// Expected values: PostGIS 3.3, ST_Distance, ST_Area and ST_Perimeter of geographies.
test('a line', () => {
  expect(length([[116.6, 39.9], [116.7, 39.9]])).toBeCloseTo(8551.82888946, 3);
  expect(length([[116.6, 39.9]])).toBe(0);
});

test('an area, whichever way round and closed or not', () => {
  const ring: [number, number][] = [[116.6, 39.9], [116.7, 39.9], [116.7, 40], [116.6, 40]];
  const { area: a, perimeter } = area(ring);
  expect(area([...ring].reverse()).area).toBeCloseTo(a, 3);
  expect(area([...ring, ring[0]!]).area).toBeCloseTo(a, 3);
  expect(a).toBeCloseTo(94885036.46892548, 0);
  expect(perimeter).toBeCloseTo(39297.94852156794, 3);
});
