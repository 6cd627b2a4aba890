import type { App } from '../app.ts';
import type { Basemap } from '../api/types.ts';
import type { Lang } from '../state.ts';

/** What lies under the plan: the map's own ground, nothing, or a raster map of others. */
export type Ground = 'vector' | 'none' | Basemap;

/** The chosen ground; its own while the server has not yet said which others there are. */
export function groundOf(app: App): Ground {
  const { basemap } = app.state.get();
  if (basemap === 'none') return 'none';
  return app.data.get().basemaps?.find(({ id }) => id === basemap) ?? 'vector';
}

/** The plan does not lie true on the chosen ground: nothing may be drawn, placed or measured on it. */
export function misplaced(app: App): boolean {
  const ground = groundOf(app);
  return typeof ground === 'object' && ground.display_only;
}

/** Whose the raster map is, and its 审图号, which is shown wherever the map is. Null for other grounds. */
export function groundCredit(app: App): string | null {
  const ground = groundOf(app);
  if (typeof ground !== 'object') return null;
  return [ground.attribution, ground.approval_no && app.t()('basemap.approval', { number: ground.approval_no })].filter(Boolean).join(' · ');
}

export function groundTitle(ground: Basemap, lang: Lang): string {
  return lang === 'en' ? ground.title_en : ground.title_zh;
}
