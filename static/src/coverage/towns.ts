import { patchStudio } from './studio.ts';
import type { App } from '../app.ts';
import type { Feature } from '../api/types.ts';

/** The townships, for the choice of an area and for zooming to one. Without them both do without. */
export async function loadTowns(app: App): Promise<void> {
  patchStudio(app, { towns: await app.client.items('townships').catch(() => []) });
}

/** West, south, east, north of a feature; null without geometry. */
export function boxOf({ geometry }: Feature): [number, number, number, number] | null {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const walk = (c: unknown): void => {
    if (!Array.isArray(c)) return;
    const [x, y] = c as unknown[];
    if (typeof x === 'number' && typeof y === 'number') {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    } else c.forEach(walk);
  };
  if (geometry && geometry.type !== 'GeometryCollection') walk(geometry.coordinates);
  return box[0] === Infinity ? null : box;
}
