import { projectCategories, rowState, rows } from './rows';
import type { Feature } from '../api/types';
import type { Horizon, RowChange } from '../state';

/** The id of the stack a project belongs to: its point, since all of a town's share one. Null for projects with a place of their own. */
export function stackId(project: Feature): string | null {
  if (project.properties.placed_by !== 'town' || project.geometry?.type !== 'Point') return null;
  const [lon, lat] = project.geometry.coordinates;
  return `${(lon ?? 0).toFixed(4)}~${(lat ?? 0).toFixed(4)}`;
}

/** One point per town with the number of shown projects that the plan places by the town only. */
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
  const stacks = new Map<string, GeoJSON.Feature<GeoJSON.Point>>();
  for (const project of projects) {
    const id = stackId(project);
    if (id === null || !shown.has(project.properties.category ?? '')) continue;
    const known = stacks.get(id);
    const count = ((known?.properties?.['count'] as number | undefined) ?? 0) + 1;
    stacks.set(id, { type: 'Feature', geometry: project.geometry as GeoJSON.Point, properties: { id, count } });
  }
  return { type: 'FeatureCollection', features: [...stacks.values()] };
}
