import type { App } from './app.ts';
import type { PlanMap } from './map/map.ts';
import { horizons } from './state.ts';

/**
 * Keys of the page. Escape works everywhere; the single letters only while
 * the map itself has the focus, so that they never take a letter from speech
 * input or a field (WCAG 2.1.4).
 */
export function watchKeys(app: App, map: PlanMap, canvas: () => Element | null): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') return close(app);
    if (document.activeElement !== canvas()) return;
    const horizon = horizons[Number(event.key) - 1];
    if (horizon) return app.state.set({ horizon });
    const { panel } = app.state.get();
    switch (event.key.toLowerCase()) {
      case 'l': return app.state.set({ panel: panel === 'layers' ? 'none' : 'layers' });
      case 'c': return app.state.set({ panel: panel === 'coverage' ? 'none' : 'coverage' });
      case 'home': return map.home();
    }
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

/** Escape: the card first, then the dock. */
function close(app: App): void {
  const { feature, panel } = app.state.get();
  if (feature) app.state.set({ feature: null });
  else if (panel !== 'none') app.state.set({ panel: 'none' });
}
