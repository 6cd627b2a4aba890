import { together } from './panel.ts';
import type { Panel } from './panel.ts';
import { searchBox } from './search.ts';
import type { App } from '../app.ts';
import { h, icon, icons, replace } from '../dom.ts';
import type { Lang, Theme } from '../state.ts';

const themes: readonly Theme[] = ['auto', 'light', 'dark'];
const themeIcon = { auto: icons.auto, light: icons.sun, dark: icons.moon } as const;

/** Title, search, and what belongs to the page as a whole: language, theme, print, share. */
export const topbar: Panel = (el, app) => {
  const title = h('div', { class: 'title' });
  const search = h('search', { class: 'search' });
  const ends = h('div', { class: 'ends' });
  replace(el, h('span', { class: 'seal', 'aria-hidden': 'true', lang: 'zh' }, app.t()('app.seal')), title, search, ends);
  const draw = (lang: Lang, theme: Theme): void => {
    const t = app.t();
    const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto';
    replace(title, h('h1', {}, t('app.title')), h('p', {}, t('app.subtitle')));
    replace(
      ends,
      h('div', { class: 'segment lang', role: 'group', 'aria-label': t('lang.label') },
        ...(['zh', 'en'] as const).map((each) =>
          h('button', { type: 'button', lang: each === 'zh' ? 'zh-CN' : 'en', 'data-key': each, 'aria-pressed': String(each === lang), onClick: () => app.state.set({ lang: each }) }, each === 'zh' ? '中' : 'EN'))),
      h('button', {
        type: 'button', class: 'round', id: 'theme', 'data-key': 'theme', 'aria-label': t('theme.label', { name: t(`theme.${theme}`) }), title: t('theme.label', { name: t(`theme.${theme}`) }),
        onClick: () => app.state.set({ theme: next }),
      }, icon(themeIcon[theme])),
      h('button', { type: 'button', class: 'round print', id: 'print', 'data-key': 'print', 'aria-label': t('print.title'), title: t('print.title'), onClick: () => void import('../print/sheet.ts').then((m) => m.askSheet(app)) }, icon(icons.print)),
      h('button', { type: 'button', class: 'share', id: 'share', 'data-key': 'share', title: t('top.share.title'), onClick: () => share(app) }, icon(icons.share), h('span', {}, t('top.share'))),
    );
  };
  return together(
    searchBox(search, app),
    app.state.select((s) => [s.lang, s.theme] as const, (lang, theme) => draw(lang, theme)),
  );
};

/** The device's own way to share; else the link is copied and that is said. */
function share(app: App): void {
  const t = app.t();
  const url = location.href;
  if (navigator.share && matchMedia('(pointer: coarse)').matches) void navigator.share({ title: t('app.title'), url }).catch(() => {});
  else void navigator.clipboard?.writeText(url).then(() => app.data.set({ notice: t('top.share.copied') }));
}
