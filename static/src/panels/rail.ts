import { panels } from './panels.ts';
import type { Panel } from './panel.ts';
import { h, icon, icons, replace } from '../dom.ts';

/** The tools: a column on the left, a bar at the bottom of a phone. Pressing the open one closes it. */
export const rail: Panel = (el, app) =>
  app.state.select((s) => [s.panel, s.lang] as const, (panel, _) => {
    const t = app.t();
    el.setAttribute('aria-label', t('nav.label'));
    replace(
      el,
      ...panels.map(({ name, key, place }) =>
        h('button', {
          type: 'button', 'data-key': name, 'data-tool': name, 'aria-expanded': String(panel === name), 'aria-controls': place,
          title: `${t(`nav.${name}.title`)} (${key.toUpperCase()})`,
          onClick: () => app.state.set({ panel: panel === name ? 'none' : name }),
        }, icon(icons[name]), h('span', {}, t(`nav.${name}`)))),
      h('a', { href: app.client.url('collections?f=html'), target: '_blank', rel: 'noopener' }, icon(icons.map), h('span', {}, t('nav.api'))),
    );
  });
