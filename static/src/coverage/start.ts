import type { App } from '../app.ts';

/** Fetches the coverage tools when one is first opened; until then they cost nothing. */
export function startCoverage(app: App, answer: HTMLElement): void {
  let asked = false;
  app.state.select((s) => [s.panel] as const, (panel) => {
    answer.hidden = true;
    if (asked || (panel !== 'coverage' && panel !== 'compare')) return;
    asked = true;
    import('./index.ts').then(({ start }) => start(app, answer)).catch(() => {
      asked = false;
      app.data.set({ notice: app.t()('panel.failed') });
    });
  });
}
