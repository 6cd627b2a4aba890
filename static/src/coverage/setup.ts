import { areaSection } from './setup-area.ts';
import { demandSection } from './setup-demand.ts';
import { sitesSection } from './setup-sites.ts';
import { sitingSection } from './siting.ts';
import { whatIfSection } from './whatif-panel.ts';
import { patchQuestion } from './studio.ts';
import { together } from '../panels/panel.ts';
import type { Panel } from '../panels/panel.ts';
import type { App } from '../app.ts';
import { h, replace } from '../dom.ts';
import { distance } from '../format.ts';
import { radiusRange } from '../state.ts';

const chips = [300, 500, 800, 1000] as const; // metres

/** Left: what is asked. Each section redraws itself; the answer follows every change. */
export const setupPanel: Panel = (el, app) => {
  const part = (name: string): HTMLElement => h('section', { class: 'group', 'data-part': name });
  const head = h('header', { class: 'dock-head' });
  const [sites, radius, demand, area, whatif, siting] = ['sites', 'radius', 'demand', 'area', 'whatif', 'siting'].map(part) as [HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement];
  replace(el, head, sites, radius, demand, area, whatif, siting);
  return together(
    app.state.select((s) => [s.lang] as const, () => title(head, app)),
    app.data.select((d) => [d.coverage.answer] as const, () => title(head, app)),
    sitesSection(sites, app),
    radiusSection(radius, app),
    demandSection(demand, app),
    areaSection(area, app),
    whatIfSection(whatif, app),
    sitingSection(siting, app),
  );
};

function title(el: HTMLElement, app: App): void {
  const t = app.t();
  const indicator = app.data.get().coverage.answer?.indicator;
  replace(el, h('h2', {}, t('coverage.title')),
    indicator && h('span', { class: 'muted' }, t('coverage.indicator', { id: indicator.id.replace(/^\D+/, '') }), indicator.attribute && ` · ${app.state.get().lang === 'zh' ? indicator.attribute : t('coverage.expected')}`));
}

/** How far, by what way, from where. */
const radiusSection: Panel = (el, app) => {
  const output = h('output', { class: 'strong radius' });
  const slider = h('input', {
    type: 'range', min: radiusRange.min, max: radiusRange.max, step: radiusRange.step, 'data-key': 'radius',
    onInput: () => app.state.set({ radius: Number(slider.value), sealed: null }),
  });
  const field = h('input', {
    type: 'number', class: 'field', min: radiusRange.min, max: radiusRange.max, step: 1, inputmode: 'numeric', 'data-key': 'radius-number',
    onChange: () => {
      const metres = Math.round(Math.min(radiusRange.max, Math.max(radiusRange.min, Number(field.value) || radiusRange.standard)));
      app.state.set({ radius: metres, sealed: null });
      field.value = String(metres);
    },
  });
  const heading = h('h3');
  const pick = h('div', { class: 'chips' });
  const rule = h('div', { class: 'pair' });
  replace(el, heading, slider, pick, rule);
  return together(
    app.state.select((s) => [s.radius, s.lang, s.question.rule, s.question.from] as const, (metres, lang, by, from) => {
      const t = app.t();
      slider.setAttribute('aria-label', t('coverage.radius'));
      slider.setAttribute('aria-valuetext', distance(metres, lang));
      field.setAttribute('aria-label', t('coverage.radius.field'));
      output.textContent = distance(metres, lang);
      slider.value = String(metres);
      if (document.activeElement !== field) field.value = String(metres);
      if (heading.childElementCount === 0 || heading.dataset['lang'] !== lang) {
        heading.dataset['lang'] = lang;
        replace(heading, t('coverage.radius'), h('span', { class: 'with-field' }, output, field));
      }
      replace(pick, ...chips.map((m) => h('button', {
        type: 'button', class: 'chip-button', 'data-key': `r:${m}`, 'aria-pressed': String(m === metres), onClick: () => app.state.set({ radius: m, sealed: null }),
      }, t(`coverage.chip.${m}`))));
      const walks = app.data.get().studio.walkable;
      const choice = <T extends string>(label: string, values: readonly T[], now: T, can: (v: T) => boolean, set: (v: T) => void): HTMLElement =>
        h('div', { class: 'segment', role: 'group', 'aria-label': label }, ...values.map((v) =>
          h('button', { type: 'button', 'data-key': `${label}:${v}`, 'aria-pressed': String(v === now), disabled: !can(v), ...(can(v) ? {} : { 'aria-describedby': 'walk-reason' }), onClick: () => set(v) },
            t(`coverage.way.${v}` as 'coverage.way.circle'))));
      replace(rule,
        choice(t('coverage.way'), ['circle', 'walk'] as const, by, (v) => v === 'circle' || walks === 'yes', (v) => patchQuestion(app, { rule: v })),
        choice(t('coverage.from'), ['centre', 'entrances'] as const, from, (v) => v === 'centre' || app.data.get().studio.entrances, (v) => patchQuestion(app, { from: v })),
        walks !== 'yes' && h('p', { class: 'muted small', id: 'walk-reason' }, t('coverage.walk.none')));
    }),
    app.data.select((d) => [d.studio.walkable, d.studio.entrances] as const, () => {
      for (const button of rule.querySelectorAll<HTMLButtonElement>('button')) {
        const key = button.dataset['key'] ?? '';
        if (key.endsWith(':walk')) button.disabled = app.data.get().studio.walkable !== 'yes';
        if (key.endsWith(':entrances')) button.disabled = !app.data.get().studio.entrances;
      }
      const reason = rule.querySelector<HTMLElement>('#walk-reason');
      if (reason) reason.hidden = app.data.get().studio.walkable === 'yes';
    }),
  );
};
