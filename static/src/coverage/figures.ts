import type { App } from '../app.ts';
import type { Combined, DemandResult } from '../api/types.ts';
import { h } from '../dom.ts';
import { decimal, tenth } from '../format.ts';

/** The figure the answer is about: people and jobs together where both are known, else the first surface alone. */
export function headline({ combined, results }: { readonly combined: Combined | null; readonly results: readonly DemandResult[] }): { share: number | null; covered: number; total: number } | null {
  return combined ?? results[0] ?? null;
}

/** Of two shares printed beside each other, the difference of what is printed; null without both. */
export function printedDifference(share: number | null, base: number | null): number | null {
  return share === null || base === null ? null : tenth(tenth(share) - tenth(base));
}

/** A difference of shares: ▲ or ▼ and sign, so that colour only helps. The exact one is its tooltip. */
export function delta(app: App, printed: number | null, exact: number): HTMLElement | null {
  if (printed === null) return null;
  const { lang } = app.state.get();
  const way = printed > 0 ? 'gain' : printed < 0 ? 'loss' : 'even';
  const sign = printed > 0 ? '▲ +' : printed < 0 ? '▼ −' : '= ';
  return h('span', { class: `delta ${way}`, title: `${exact} %`, 'data-delta': printed }, sign, app.t()('coverage.points', { value: decimal(Math.abs(printed), 1, lang) }));
}
