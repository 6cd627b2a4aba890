import { projectCategories, rowState, rows } from './rows.ts';
import type { Feature } from '../api/types.ts';
import type { Horizon, RowChange } from '../state.ts';

/** A project that the plan places by towns only: at each town's id, the lon/lat of that town's label. Empty for the others. */
export function townsOf(project: Feature): { readonly id: string; readonly at: GeoJSON.Position }[] {
  const { placed_by, towns } = project.properties;
  const { geometry } = project;
  if (placed_by !== 'town' || !Array.isArray(towns) || !geometry) return [];
  const points = geometry.type === 'Point' ? [geometry.coordinates] : geometry.type === 'MultiPoint' ? geometry.coordinates : [];
  return points.flatMap((at, i) => (typeof towns[i] === 'string' ? [{ id: towns[i], at }] : []));
}

/** One point per town with the number of shown projects that the plan places by the town's name only. */
export function projectStacks(
  projects: readonly Feature[],
  changes: Readonly<Record<string, RowChange>>,
  horizon: Horizon,
): GeoJSON.FeatureCollection<GeoJSON.Point> {
  const shown = new Set<string>(
    projectCategories.filter((category) => {
      const row = rows.find((r) => r.key === `key-projects:${category}`);
      return row && rowState(row, changes, horizon).drawn;
    }),
  );
  const counts = new Map<string, { at: GeoJSON.Position; count: number }>();
  for (const project of projects) {
    if (!shown.has(project.properties.category ?? '')) continue;
    for (const { id, at } of townsOf(project)) counts.set(id, { at, count: (counts.get(id)?.count ?? 0) + 1 });
  }
  return {
    type: 'FeatureCollection',
    features: [...counts].map(([id, { at, count }]) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { id, count } })),
  };
}
