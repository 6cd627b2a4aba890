import type { Panel } from './panel.ts';
import { h, icon, icons, replace } from '../dom.ts';
import type { PanelName } from '../state.ts';

const tools: readonly Exclude<PanelName, 'none'>[] = ['layers', 'coverage', 'list'];

/** The tools: a column on the left, a bar at the bottom of a phone. Pressing the open one closes it. */
export const rail: Panel = (el, app) =>
  app.state.select((s) => [s.panel, s.lang] as const, (panel, _) => {
    const t = app.t();
    el.setAttribute('aria-label', t('nav.label'));
    replace(
      el,
      ...tools.map((tool) =>
        h('button', {
          type: 'button', 'data-key': tool, 'data-tool': tool, 'aria-expanded': String(panel === tool), 'aria-controls': 'dock',
          onClick: () => app.state.set({ panel: panel === tool ? 'none' : tool }),
        }, icon(icons[tool]), h('span', {}, t(`nav.${tool}`)))),
      h('a', { href: app.client.url('collections?f=html'), target: '_blank', rel: 'noopener' }, icon(icons.map), h('span', {}, t('nav.api'))),
    );
  });
