import { patchQuestion } from './studio.ts';
import { boxOf } from './towns.ts';
import { nameOf } from '../app.ts';
import { areaOf } from '../question-area.ts';
import { together } from '../panels/panel.ts';
import type { Panel } from '../panels/panel.ts';
import { h, replace } from '../dom.ts';

/** Where demand is counted. */
export const areaSection: Panel = (el, app) => {
  const draw = (): void => {
    const t = app.t();
    const { lang, question: { area } } = app.state.get();
    const { towns } = app.data.get().studio;
    const town = area.startsWith('tw-');
    const drawn = area.startsWith('poly:');
    const first = towns[0]?.id;
    const choice = (key: 'district' | 'subcentre' | 'town' | 'drawn', pressed: boolean, act: () => void, disabled = false): HTMLElement =>
      h('button', { type: 'button', 'data-key': `a:${key}`, 'aria-pressed': String(pressed), disabled, onClick: act }, t(`area.${key}`));
    const goto = (id: string): void => {
      patchQuestion(app, { area: id });
      const box = towns.find((f) => f.id === id);
      const bounds = box && boxOf(box);
      if (bounds) app.map()?.fit(bounds);
    };
    const select = h('select', { 'data-key': 'town', 'aria-label': t('area.town'), onChange: () => goto(select.value) },
      ...towns.map((f) => h('option', { value: f.id, selected: f.id === area }, nameOf(f.properties, lang))));
    replace(el, h('h3', {}, t('coverage.where')),
      h('div', { class: 'segment', role: 'group', 'aria-label': t('coverage.where') },
        choice('district', area === 'district', () => patchQuestion(app, { area: 'district' })),
        choice('subcentre', area === 'subcentre', () => patchQuestion(app, { area: 'subcentre' })),
        choice('town', town, () => first && goto(first), !first),
        choice('drawn', drawn, () => {
          const shapes = app.state.get().drawn.map(areaOf).filter((shape) => shape !== null);
          const latest = shapes[shapes.length - 1];
          if (latest) patchQuestion(app, { area: latest });
          else app.state.set({ panel: 'draw' }); // a shape there leads back here
        })),
      town && select,
      drawn && h('p', { class: 'muted small' }, t('area.drawn.note')));
  };
  return together(
    app.state.select((s) => [s.lang, s.question.area] as const, draw),
    app.data.select((d) => [d.studio.towns] as const, draw),
  );
};
