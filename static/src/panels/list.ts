import { together } from './panel.ts';
import type { Panel } from './panel.ts';
import { nameOf } from '../app.ts';
import type { InViewItem } from '../app.ts';
import { h, replace } from '../dom.ts';
import { word } from '../i18n/index.ts';

/** 视野内要素: everything in view as a real list, grouped by collection; the way in without eyes or mouse. */
export const listPanel: Panel = (el, app) => {
  const draw = (): void => {
    const t = app.t();
    const { lang, feature } = app.state.get();
    const { view } = app.data.get();
    const groups = new Map<string, InViewItem[]>();
    for (const item of view.items) groups.set(item.collection, [...(groups.get(item.collection) ?? []), item]);
    const scroll = el.scrollTop;
    replace(
      el,
      h('header', { class: 'dock-head' }, h('h2', {}, t('list.title')), h('span', { class: 'muted' }, t('list.count', { count: view.total }))),
      view.total > view.items.length && h('p', { class: 'muted pad' }, t('list.more', { count: view.total, shown: view.items.length })),
      view.total === 0 && h('p', { class: 'muted pad' }, t('list.empty')),
      ...[...groups].map(([collection, items]) =>
        h('section', { class: 'group', 'data-collection': collection },
          h('h3', {}, word(t, 'collection', collection), h('span', { class: 'muted' }, items.length)),
          h('ul', { class: 'in-view' }, ...items.map((item) =>
            h('li', {}, h('button', {
              type: 'button', 'data-key': `${item.collection}/${item.id}`, 'data-id': item.id,
              'aria-current': feature?.collection === item.collection && feature.id === item.id ? 'true' : null,
              ...(lang === 'en' && !item.name_en ? { lang: 'zh' } : {}),
              onClick: () => app.open(item),
            }, nameOf(item, lang))))))),
    );
    el.scrollTop = scroll;
  };
  return together(
    app.state.select((s) => [s.lang, s.feature] as const, draw),
    app.data.select((d) => [d.view] as const, draw),
  );
};
