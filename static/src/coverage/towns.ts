import { failureOf, fetchCoverage } from './follow.ts';
import { patchStudio } from './studio.ts';
import type { App } from '../app.ts';
import type { Feature } from '../api/types.ts';

/** The townships, for the choice of an area and for zooming to one. Without them both do without. */
export async function loadTowns(app: App): Promise<void> {
  patchStudio(app, { towns: await app.client.items('townships').catch(() => []) });
}

/** Keeps the list of stations that serve the chosen township, as the server counts them there: by the question's own rule, edits included. */
export function followTown(app: App): () => void {
  let running: AbortController | null = null;
  const ask = (): void => {
    running?.abort();
    const { town } = app.state.get();
    const { answer, asked } = app.data.get().coverage;
    if (!town || !asked || !answer?.by.some(({ id }) => id === town)) return patchStudio(app, { serving: null });
    const { signal } = (running = new AbortController());
    fetchCoverage(app, { ...asked, question: { ...asked.question, area: town } }, signal).then(
      ({ sites }) => { if (!signal.aborted) patchStudio(app, { serving: { town, sites: new Set(sites.map(({ id }) => id)) } }); },
      (error: unknown) => {
        if (!signal.aborted) app.data.set({ notice: app.t()('coverage.failed', { reason: failureOf(app, error).text }) });
      },
    );
  };
  const stops = [
    app.state.select((s) => [s.town] as const, ask),
    app.data.select((d) => [d.coverage.answer] as const, ask),
  ];
  return () => stops.forEach((stop) => stop());
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
