import { patchQuestion } from './studio.ts';
import { badge } from '../panels/badge.ts';
import { together } from '../panels/panel.ts';
import type { Panel } from '../panels/panel.ts';
import { h, replace } from '../dom.ts';
import { people } from '../format.ts';
import { word } from '../i18n/index.ts';

interface Surface { readonly id: string; readonly kind: string; readonly year: number | undefined; readonly total: number; readonly method: Parameters<typeof badge>[1]; readonly provenance: Parameters<typeof badge>[2] }

/** What is counted: each surface with where it is from, its year and its sum. Jobs are named even where nobody has them. */
export const demandSection: Panel = (el, app) => {
  const known = new Map<string, Surface>(); // surfaces seen in answers, those not asked for now included
  const draw = (): void => {
    const t = app.t();
    const { lang, question, gaps } = app.state.get();
    const { answer } = app.data.get().coverage;
    for (const result of answer?.results ?? []) {
      const about = answer?.method.surfaces?.find((s) => s.id === result.demand);
      known.set(result.demand, { id: result.demand, kind: result.kind ?? result.demand, year: about?.year, total: result.total, method: about?.provenance?.method ?? 'unknown', provenance: about?.provenance ?? {} });
    }
    const all = [...known.values()];
    const on = (id: string): boolean => (question.demand.length ? question.demand.includes(id) : true);
    const toggle = (id: string): void => {
      const next = all.map((s) => s.id).filter((s) => (s === id ? !on(s) : on(s)));
      if (next.length) patchQuestion(app, { demand: next.length === all.length ? [] : next });
    };
    replace(el, h('h3', {}, t('coverage.demand')),
      h('div', { class: 'ticks' },
        ...all.map((s) => h('label', {}, h('input', { type: 'checkbox', checked: on(s.id), disabled: all.length === 1, 'data-key': `demand:${s.id}`, onChange: () => toggle(s.id) }),
          h('span', {}, word(t, 'demand', s.kind)), s.method && badge(app, s.method, s.provenance),
          h('span', { class: 'muted', title: String(s.total) }, [s.year, people(s.total, lang)].filter(Boolean).join(' · ')))),
        !all.some((s) => s.kind === 'jobs') && all.length > 0 && h('label', { class: 'off' }, h('input', { type: 'checkbox', disabled: true, 'aria-describedby': 'no-jobs' }),
          h('span', {}, t('demand.jobs')), h('span', { class: 'muted', id: 'no-jobs' }, t('coverage.jobs.none'))),
        h('label', {}, h('input', { type: 'checkbox', checked: gaps, 'data-key': 'gaps', onChange: () => app.state.set({ gaps: !gaps }) }),
          h('span', {}, t('coverage.gaps')), h('span', { class: 'gap-key', 'aria-hidden': 'true' }, h('i', {}), h('i', {}), h('i', {})))));
  };
  return together(
    app.state.select((s) => [s.lang, s.question.demand, s.question.area, s.gaps] as const, draw),
    app.data.select((d) => [d.coverage.answer] as const, draw),
  );
};
