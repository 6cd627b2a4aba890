import { together } from './panel.ts';
import type { Panel } from './panel.ts';
import type { App } from '../app.ts';
import { h, replace } from '../dom.ts';
import { decimal, distance } from '../format.ts';
import { word } from '../i18n/index.ts';
import { horizons, radiusRange } from '../state.ts';

const chips = [300, 500, 800, 1000] as const; // metres

/** Left: what is asked. The answer follows every change. */
export const coverageSetup: Panel = (el, app) => {
  const draw = (): void => {
    const t = app.t();
    const { lang, horizon, radius } = app.state.get();
    const { answer } = app.data.get().coverage;
    const dragging = document.activeElement instanceof HTMLInputElement && document.activeElement.type === 'range' && el.contains(document.activeElement);
    if (dragging) return keepUp(el, app);
    replace(
      el,
      h('header', { class: 'dock-head' }, h('h2', {}, t('coverage.title')),
        answer && h('span', { class: 'muted' }, t('coverage.indicator', { id: answer.indicator.id.replace(/^\D+/, '') }))),
      h('section', { class: 'group' },
        h('h3', {}, t('coverage.sites'), answer && h('span', { class: 'strong', 'data-stations': answer.sites.length }, t('coverage.sites.count', { count: answer.sites.length }))),
        h('div', { class: 'segment', role: 'group', 'aria-label': t('coverage.sites') }, ...horizons.map((each) =>
          h('button', { type: 'button', 'data-key': `h:${each}`, 'aria-pressed': String(each === horizon), onClick: () => app.state.set({ horizon: each }) }, t(`horizon.${each}`))))),
      h('section', { class: 'group' },
        h('h3', {}, t('coverage.radius'), h('output', { class: 'strong radius' }, distance(radius, lang))),
        h('input', {
          type: 'range', 'data-key': 'radius', 'aria-label': t('coverage.radius.field'), min: radiusRange.min, max: radiusRange.max, step: radiusRange.step, value: radius,
          onInput: (event: Event) => app.state.set({ radius: Number((event.target as HTMLInputElement).value) }),
        }),
        h('div', { class: 'chips' }, ...chips.map((metres) =>
          h('button', { type: 'button', class: 'chip-button', 'data-key': `r:${metres}`, 'aria-pressed': String(metres === radius), onClick: () => app.state.set({ radius: metres }) }, t(`coverage.chip.${metres}`))))),
      h('section', { class: 'group' }, h('p', { class: 'muted' }, t('coverage.how'))),
      (answer?.other_kinds?.length ?? 0) > 0 &&
        h('section', { class: 'group' }, h('h3', {}, t('coverage.other')),
          h('dl', { class: 'facts' }, ...(answer?.other_kinds ?? []).map((kind) =>
            h('div', {}, h('dt', {}, word(t, 'mode', kind.kind)),
              h('dd', {}, t('coverage.other.value', { sites: kind.sites, share: t('coverage.points', { value: decimal(kind.added_share, 2, lang) }) })))))),
    );
  };
  return together(
    app.state.select((s) => [s.horizon, s.radius, s.lang] as const, draw),
    app.data.select((d) => [d.coverage.answer] as const, draw),
  );
};

/** While the slider is held only the numbers change: redrawing it would let go of it. */
function keepUp(el: HTMLElement, app: App): void {
  const { radius, lang } = app.state.get();
  const output = el.querySelector('output.radius');
  if (output) output.textContent = distance(radius, lang);
  for (const button of el.querySelectorAll<HTMLElement>('[data-key^="r:"]')) {
    button.setAttribute('aria-pressed', String(button.dataset['key'] === `r:${radius}`));
  }
}
