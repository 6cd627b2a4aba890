import { expect, test } from 'vitest';
import { formatPolyline } from './polyline.ts';
import { areaOf, drawnArea } from './question-area.ts';

test('a drawn area is a closed ring of at least three corners', () => {
  const corners: [number, number][] = [[116.6, 39.8], [116.7, 39.8], [116.7, 39.9]];
  const ring = drawnArea(`poly:${formatPolyline(corners)}`)?.coordinates[0];
  expect(ring).toEqual([...corners, corners[0]]);
  expect(drawnArea(`poly:${formatPolyline(corners.slice(0, 2))}`)).toBeNull();
  expect(drawnArea('poly:~')).toBeNull();
  expect(drawnArea('district')).toBeNull();
});

test('a drawn shape is an area of a question when it has one', () => {
  const at: [number, number][] = [[116.6, 39.8], [116.7, 39.8], [116.7, 39.9]];
  expect(drawnArea(areaOf({ form: 'area', at }) ?? '')?.coordinates[0]).toEqual([...at, at[0]]);
  expect(areaOf({ form: 'line', at })).toBeNull();
  expect(areaOf({ form: 'area', at: at.slice(0, 2) })).toBeNull();
});
