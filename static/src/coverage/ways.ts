import { patchStudio } from './studio.ts';
import type { App } from '../app.ts';
import type { Coverage } from '../api/types.ts';

/** Line layers of the program itself; too coarse to walk on, and none of them a network somebody supplied. */
const builtIn = new Set(['road-grid', 'roads', 'rivers', 'rail-lines', 'layout-lines']);

/** Learns what ways of measuring there are: entrances where a layer has them, walking where somebody supplied a network. */
export function followWays(app: App): () => void {
  return app.data.select((d) => [d.collections] as const, (collections) => {
    if (!collections.length) return;
    patchStudio(app, { entrances: collections.some((c) => c.id === 'station-entrances') });
    // Asked only when there is a line layer that might be it: walking makes the server build its network.
    if (!collections.some((c) => /line/i.test(c.geometry_type ?? '') && !builtIn.has(c.id))) return;
    app.client.get<Coverage>('coverage?rule=walk&by=none&f=json').then(
      ({ method }) => {
        const network = (method as { network?: { collections?: readonly string[] } }).network;
        if (network?.collections?.some((id) => !builtIn.has(id))) patchStudio(app, { walkable: 'yes' });
      },
      () => {}, // then it stays as it is: not offered
    );
  });
}
