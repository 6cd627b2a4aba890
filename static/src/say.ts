import type { App } from './app.ts';

/**
 * Says something to those who listen to the page, marked with the language it
 * is in. What is in view has a region of its own: the map comes to rest after
 * each answer, and would talk over it.
 */
export function say(app: App, text: string, region: 'live' | 'seen' = 'live'): void {
  const el = document.getElementById(region);
  if (!el || el.textContent === text) return;
  el.lang = app.state.get().lang === 'zh' ? 'zh-CN' : 'en';
  el.textContent = text;
}
