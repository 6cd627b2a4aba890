import { currentAsk, stationAt, stationOf } from './studio.ts';
import { editName, heldPin } from './whatif.ts';

import { coveragePath, hasAddress } from './ask.ts';
import type { App } from '../app.ts';
import { circle } from '../map/circle.ts';
import { emptyOverlay } from '../map/overlay.ts';
import type { Overlay } from '../map/overlay.ts';

/** Keeps what the map shows of the question: catchments of what still stands, and the pins and circles of what is changed, but of the pin in hand. At once, before the answer. */
export function followOverlay(app: App): () => void {
  const draw = (): void => {
    const { panel, radius } = app.state.get();
    const { coverage: { catchments }, studio } = app.data.get();
    if (panel !== 'coverage') {
      if (app.data.get().overlay !== emptyOverlay && panel !== 'compare') app.data.set({ overlay: emptyOverlay });
      return;
    }
    const { edits, lines } = currentAsk(app).question;
    const gone = new Set([...edits.remove, ...edits.move.map((m) => m.id)]);
    const lineOf = (id: string): string => String(stationOf(app, id)?.properties['line'] ?? '');
    const features: GeoJSON.Feature[] = [];
    const held = heldPin(app)?.id;
    const pin = (id: string, at: readonly [number, number], role: string): void => {
      features.push({ type: 'Feature', geometry: circle(at, radius), properties: { role: 'ring', edit: role } });
      features.push({ type: 'Feature', geometry: { type: 'Point', coordinates: [...at] }, properties: { role: 'pin', edit: role, id, name: editName(app, id), picked: studio.picked === id } });
    };
    for (const { id, at } of edits.add) if (id !== held) pin(id, at, 'add');
    for (const { id, to } of edits.move) {
      if (id === held) continue;
      const from = stationAt(app, id);
      if (from) features.push({ type: 'Feature', geometry: { type: 'LineString', coordinates: [[...from], [...to]] }, properties: { role: 'trace' } });
      pin(id, to, 'move');
    }
    for (const id of edits.remove) {
      const at = stationAt(app, id);
      if (at) features.push({ type: 'Feature', geometry: { type: 'Point', coordinates: [...at] }, properties: { role: 'closed', id } });
    }
    for (const { rank, at } of studio.siting.answer?.sites ?? []) {
      if (!studio.siting.taken.includes(rank)) features.push({ type: 'Feature', geometry: { type: 'Point', coordinates: [...at] }, properties: { role: 'ghost', rank } });
    }
    const off = new Set(lines.filter((l) => l.startsWith('-')).map((l) => l.slice(1)));
    const stands = (f: GeoJSON.Feature): boolean => {
      const members = (f.properties?.['members'] as readonly string[] | undefined) ?? [String(f.id)];
      return !members.some((m) => gone.has(m)) && !(off.size && members.every((m) => off.has(lineOf(m))));
    };
    const all = catchments ?? emptyOverlay.catchments;
    app.data.set({
      overlay: {
        ...demandOf(app),
        whatif: features.length ? { type: 'FeatureCollection', features } : emptyOverlay.whatif,
        catchments: gone.size || off.size ? { type: 'FeatureCollection', features: all.features.filter(stands) } : all,
      },
    });
  };
  const stops = [
    app.state.select((s) => [s.panel, s.radius, s.horizon, s.question, s.lang, s.gaps] as const, draw),
    app.data.select((d) => [d.coverage.catchments, d.studio.draft === null, d.studio.picked, d.studio.siting, amountOf(app), d.items['rail-stations']] as const, draw),
  ];
  return () => stops.forEach((stop) => stop());
}

/** The property of the demand that the answer counts. */
const amountOf = (app: App): string => app.data.get().coverage.answer?.method.surfaces[0]?.properties[0] ?? emptyOverlay.amount;

/** Where the demand is that nothing reaches: the address of it, which the map's worker reads by itself. A pin counts where it is put down, not while it moves. */
function demandOf(app: App): Pick<Overlay, 'demand' | 'amount'> {
  const { horizon, radius, question, gaps } = app.state.get();
  const ask = { horizon, radius, question };
  const ready = gaps && hasAddress(ask);
  return { demand: ready ? app.client.url(coveragePath(ask, 'geojson', { parts: 'gaps', squares: '0' })) : emptyOverlay.demand, amount: amountOf(app) };
}
