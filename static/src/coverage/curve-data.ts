import type { App } from '../app.ts';
import type { Horizon } from '../state.ts';

/** Shares in percent at each radius, of one horizon and surface. */
export interface Curve {
  readonly horizon: Horizon;
  readonly demand: string;
  readonly unit: string;
  readonly total: number;
  readonly covered: readonly number[];
  readonly share: readonly number[];
  readonly low?: readonly number[];
  readonly high?: readonly number[];
}

/** The answer of /coverage/curve, radii in metres, and beside it the curve of the edited stations where there are edits. */
export interface CurveAnswer {
  readonly radii: readonly number[];
  readonly curves: readonly Curve[];
  readonly edited?: Curve;
  readonly target?: { readonly value: number | null };
  readonly digest: string;
}

/** The share of the first surface at a horizon and radius, when the curve has that radius; null otherwise. */
export function curveAt(app: App, horizon: Horizon, radius: number): number | null {
  const { curve } = app.data.get().studio;
  if (!curve) return null;
  const i = curve.radii.indexOf(radius);
  return curve.curves.find((c) => c.horizon === horizon)?.share[i] ?? null;
}
