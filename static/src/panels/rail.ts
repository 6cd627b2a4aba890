import { panels } from './panels.ts';
import type { PanelEntry } from './panels.ts';
import type { Panel } from './panel.ts';
import { h, icon, icons, replace } from '../dom.ts';

/** What a phone's tab bar has room for, beside the map itself and 更多. */
const tabs: readonly PanelEntry['name'][] = ['layers', 'coverage', 'table'];

/** The tools: a column on the left; on a phone five tabs at the bottom, the rest behind the last. Pressing the open one closes it. */
export const rail: Panel = (el, app) => {
  const menu = h('div', { id: 'more-tools', class: 'more-tools', popover: 'auto' });
  document.body.append(menu);
  const stop = app.state.select((s) => [s.panel, s.lang] as const, (panel, _) => {
    const t = app.t();
    el.setAttribute('aria-label', t('nav.label'));
    const tool = ({ name, key, place }: PanelEntry, inMenu: boolean): HTMLElement =>
      h('button', {
        type: 'button', 'data-key': inMenu ? `menu:${name}` : name, ...(inMenu ? {} : { 'data-tool': name }), 'aria-expanded': String(panel === name), 'aria-controls': place,
        class: inMenu || tabs.includes(name) ? null : 'aside', title: `${t(`nav.${name}.title`)} (${key.toUpperCase()})`,
        onClick: () => {
          if (inMenu) menu.hidePopover();
          app.state.set({ panel: panel === name ? 'none' : name });
        },
      }, icon(icons[name]), h('span', {}, t(`nav.${name}`)));
    const api = (inMenu: boolean): HTMLElement =>
      h('a', { href: app.client.url('collections?f=html'), target: '_blank', rel: 'noopener', class: inMenu ? null : 'aside' }, icon(icons.map), h('span', {}, t('nav.api')));
    const rest = panels.filter(({ name }) => !tabs.includes(name));
    replace(
      el,
      h('button', { type: 'button', class: 'tab-only', 'data-key': 'map', 'aria-expanded': String(panel === 'none'), 'aria-controls': 'map-region', onClick: () => app.state.set({ panel: 'none', feature: null }) }, icon(icons.map), h('span', {}, t('nav.map'))),
      ...panels.map((entry) => tool(entry, false)),
      api(false),
      h('button', { type: 'button', class: 'tab-only', 'data-key': 'more', popovertarget: 'more-tools', 'aria-expanded': String(rest.some(({ name }) => name === panel)) }, icon(icons.more), h('span', {}, t('nav.more'))),
    );
    menu.setAttribute('aria-label', t('nav.more'));
    replace(menu, ...rest.map((entry) => tool(entry, true)), api(true));
  });
  return () => {
    stop();
    menu.remove();
  };
};
