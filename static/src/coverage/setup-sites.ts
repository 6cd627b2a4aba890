import { currentAsk, patchQuestion } from './studio.ts';
import { together } from '../panels/panel.ts';
import type { Panel } from '../panels/panel.ts';
import type { App } from '../app.ts';
import { h, replace } from '../dom.ts';
import { decimal } from '../format.ts';
import { word } from '../i18n/index.ts';
import { shownHorizons } from '../map/rows.ts';
import { stationKinds } from '../question.ts';
import type { StationKind } from '../question.ts';
import { horizons } from '../state.ts';
import type { Horizon } from '../state.ts';

/** Which stations count: the horizon's, by kind, and one's own choice of lines. */
export const sitesSection: Panel = (el, app) => {
  let open = app.state.get().question.lines.length > 0 || app.state.get().question.kinds.join() !== 'metro';
  const draw = (): void => {
    const t = app.t();
    const { horizon } = app.state.get();
    const { answer } = app.data.get().coverage;
    const count = answer ? siteCount(app) : null;
    replace(el,
      h('h3', {}, t('coverage.sites'), count !== null && h('span', { class: 'strong', 'data-stations': count }, t('coverage.sites.count', { count }))),
      h('div', { class: 'segment', role: 'group', 'aria-label': t('coverage.sites') }, ...horizons.map((each) =>
        h('button', { type: 'button', 'data-key': `h:${each}`, 'aria-pressed': String(each === horizon), onClick: () => app.state.set({ horizon: each, sealed: null }) }, t(`horizon.${each}`)))),
      h('details', { class: 'choose', open, onToggle: (event: Event) => (open = (event.target as HTMLDetailsElement).open) },
        h('summary', {}, t('coverage.choose'), chosen(app)),
        kinds(app), lines(app)));
  };
  return together(
    app.state.select((s) => [s.horizon, s.lang, s.question] as const, draw),
    app.data.select((d) => [d.coverage.answer, d.items['rail-stations']] as const, draw),
  );
};

/** How many sites the last answer counted, those that reach nobody included. */
function siteCount(app: App): number {
  const { answer } = app.data.get().coverage;
  const sites = answer?.method['sites'];
  const count = sites && typeof sites === 'object' && 'count' in sites ? sites.count : null;
  return typeof count === 'number' ? count : (answer?.sites.length ?? 0);
}

function chosen(app: App): HTMLElement | null {
  const t = app.t();
  const { kinds: k, lines: l } = app.state.get().question;
  const words = [k.join() === 'metro' ? null : k.map((kind) => word(t, 'mode', kind)).join('、'), l.length ? t('coverage.lines.changed', { count: l.length }) : null].filter(Boolean);
  return words.length ? h('span', { class: 'chip quiet' }, words.join(' · ')) : null;
}

/** The indicator does not say whether suburban, national rail and the tram count: the reader decides and sees what each adds. */
function kinds(app: App): HTMLElement {
  const t = app.t();
  const { lang, question } = app.state.get();
  const others = app.data.get().coverage.answer?.other_kinds ?? [];
  return h('fieldset', { class: 'ticks' }, h('legend', {}, t('coverage.kinds')),
    ...stationKinds.map((kind) => {
      const on = question.kinds.includes(kind);
      const other = others.find((o) => o.kind === kind);
      const toggle = (): void => {
        const next = stationKinds.filter((k): k is StationKind => (k === kind ? !on : question.kinds.includes(k)));
        if (next.length) patchQuestion(app, { kinds: next });
      };
      return h('label', {}, h('input', { type: 'checkbox', checked: on, disabled: on && question.kinds.length === 1, 'data-key': `kind:${kind}`, onChange: toggle }),
        h('span', {}, word(t, 'mode', kind)),
        !on && other && h('span', { class: 'muted', title: other.names_zh?.join('、') ?? null }, t('coverage.other.value', { sites: other.sites, share: t('coverage.points', { value: decimal(other.added_share, 2, lang) }) })));
    }),
    h('p', { class: 'muted small' }, t('coverage.kinds.note')));
}

/** Lines of the horizon, ticked; unticking takes a whole line away, ticking one of a later horizon brings it forward. */
function lines(app: App): HTMLElement | null {
  const t = app.t();
  const { lang, question } = app.state.get();
  const ask = currentAsk(app);
  const known = new Map<string, { name: string; horizon: Horizon; stations: number }>();
  for (const { properties: p } of app.data.get().items['rail-stations'] ?? []) {
    const id = p['line'];
    if (typeof id !== 'string' || p.status === 'closed' || !question.kinds.includes((p['mode'] ?? 'metro') as StationKind)) continue;
    const name = p[lang === 'en' ? 'line_en' : 'line_zh'];
    const line = known.get(id) ?? { name: typeof name === 'string' ? name : id, horizon: (p.horizon ?? 'now') as Horizon, stations: 0 };
    known.set(id, { ...line, stations: line.stations + 1 });
  }
  if (!known.size) return null;
  const rank = (x: Horizon): number => horizons.indexOf(x);
  const order = [...known].sort(([a, x], [b, y]) => rank(x.horizon) - rank(y.horizon) || a.localeCompare(b, 'en', { numeric: true }));
  return h('fieldset', { class: 'ticks' }, h('legend', {}, t('coverage.lines')),
    ...order.map(([id, line]) => {
      const standard = shownHorizons(ask.horizon).includes(line.horizon);
      const edit = standard ? `-${id}` : id;
      const on = standard !== question.lines.includes(edit);
      const toggle = (): void => {
        const rest = question.lines.filter((l) => l.replace(/^-/, '') !== id);
        patchQuestion(app, { lines: question.lines.includes(edit) ? rest : [...rest, edit].sort() });
      };
      return h('label', {}, h('input', { type: 'checkbox', checked: on, 'data-key': `line:${id}`, onChange: toggle }),
        h('span', { class: `dot at-${line.horizon}`, 'aria-hidden': 'true' }), h('span', {}, line.name),
        h('span', { class: 'muted' }, standard ? t('coverage.sites.count', { count: line.stations }) : t(`horizon.short.${line.horizon}`)));
    }));
}
