import { expect, test } from 'vitest';
import { weakest } from './badge.ts';
import { rowMethods } from './layers.ts';
import { rows } from '../map/rows.ts';
import type { Collection, Feature } from '../api/types.ts';

test.each([
  [{ osm: 50, schematic: 16, traced: 15 }, { method: 'schematic', kinds: 3 }],
  [{ official: 1 }, { method: 'official', kinds: 1 }],
  [{ digitised: 6, unlocated: 6 }, { method: 'digitised', kinds: 1 }],
  [{ unlocated: 2 }, { method: 'unlocated', kinds: 0 }],
  [{ osm: 0 }, null],
  [{}, null],
] as const)('the badge shows the weakest of %j', (methods, want) => {
  expect(weakest(methods)).toEqual(want);
});

test('a row that shares its collection counts its own features', () => {
  const station = (horizon: string, method: string): Feature => ({ type: 'Feature', id: method, geometry: null, properties: { horizon, method } }) as Feature;
  const items = [station('now', 'osm'), station('2030', 'traced'), station('2030', 'digitised')];
  const row = rows.find((r) => r.key === 'rail:2030')!;
  expect(rowMethods(row, undefined, items)).toEqual({ traced: 1, digitised: 1 });
  expect(rowMethods(row, { id: 'rail-stations', methods: { osm: 3 } } as Collection, undefined)).toEqual({ osm: 3 });
});
