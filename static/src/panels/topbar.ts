import type { Panel } from './panel.ts';
import { h, icon, icons, replace } from '../dom.ts';
import type { Lang, Theme } from '../state.ts';

const themes: readonly Theme[] = ['auto', 'light', 'dark'];
const themeIcon = { auto: icons.auto, light: icons.sun, dark: icons.moon } as const;

/** Title, language, theme. */
export const topbar: Panel = (el, app) => {
  const draw = (lang: Lang, theme: Theme): void => {
    const t = app.t();
    const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto';
    replace(
      el,
      h('span', { class: 'seal', 'aria-hidden': 'true', lang: 'zh' }, t('app.seal')),
      h('div', { class: 'title' }, h('h1', {}, t('app.title')), h('p', {}, t('app.subtitle'))),
      h('div', { class: 'segment lang', role: 'group', 'aria-label': t('lang.label') },
        ...(['zh', 'en'] as const).map((each) =>
          h('button', { type: 'button', lang: each === 'zh' ? 'zh-CN' : 'en', 'data-key': each, 'aria-pressed': String(each === lang), onClick: () => app.state.set({ lang: each }) }, each === 'zh' ? '中' : 'EN'))),
      h('button', {
        type: 'button', class: 'round', id: 'theme', 'data-key': 'theme', 'aria-label': t('theme.label', { name: t(`theme.${theme}`) }), title: t('theme.label', { name: t(`theme.${theme}`) }),
        onClick: () => app.state.set({ theme: next }),
      }, icon(themeIcon[theme])),
    );
  };
  return app.state.select((s) => [s.lang, s.theme] as const, (lang, theme) => draw(lang, theme));
};
