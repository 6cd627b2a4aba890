import { describe, expect, test } from 'vitest';
import { circle } from './circle.ts';
import { projectStacks, townsOf } from './stacks.ts';
import type { Feature } from '../api/types.ts';

describe('a drawn circle', () => {
  const ring = circle([116.66, 39.9], 500).coordinates[0]!;
  test('is a closed ring of 64 sides, wound anticlockwise', () => {
    expect(ring).toHaveLength(65);
    expect(ring[64]).toEqual(ring[0]);
    const area = ring.slice(1).reduce((sum, [x = 0, y = 0], i) => sum + ((ring[i]?.[0] ?? 0) * y - x * (ring[i]?.[1] ?? 0)), 0);
    expect(area).toBeGreaterThan(0);
  });
  test('is 500 m wide on the ground, not in degrees', () => {
    const height = Math.max(...ring.map((p) => p[1]!)) - 39.9;
    const width = Math.max(...ring.map((p) => p[0]!)) - 116.66;
    expect(height * 111_195).toBeCloseTo(500, 0); // metres per degree of the mean sphere
    expect(width / height).toBeCloseTo(1 / Math.cos((39.9 * Math.PI) / 180), 2);
  });
});

const project = (id: string, category: string, placed_by: string, towns: string[], geometry: GeoJSON.Geometry | null): Feature =>
  ({ type: 'Feature', id, geometry, properties: { category, placed_by, towns } }) as Feature;

describe('projects the plan places by town only', () => {
  const projects = [
    project('a', 'culture', 'town', ['tw-1'], { type: 'Point', coordinates: [116, 39] }),
    project('b', 'water', 'town', ['tw-1', 'tw-2'], { type: 'MultiPoint', coordinates: [[116, 39], [117, 40]] }),
    project('c', 'water', 'road', [], { type: 'Point', coordinates: [116, 39] }),
    project('d', 'water', 'none', [], null),
  ];
  const counts = (rows: Parameters<typeof projectStacks>[1]): Record<string, unknown> =>
    Object.fromEntries(projectStacks(projects, rows, '2030').features.map((f) => [f.properties?.['id'], f.properties?.['count']]));
  test('are counted once at each of their towns', () => expect(counts({})).toEqual({ 'tw-1': 2, 'tw-2': 1 }));
  test('count only while their row is on', () => expect(counts({ 'key-projects:water': { on: false } })).toEqual({ 'tw-1': 1 }));
  test('others have no town', () => expect(townsOf(projects[2]!)).toEqual([]));
});
