import type uPlot from 'uplot';
import { askKey, coverageInputs, hasAddress, query, unedited } from './ask.ts';
import type { Curve, CurveAnswer } from './curve-data.ts';
import { currentAsk, patchStudio } from './studio.ts';
import type { Ask } from './studio.ts';
import { say } from '../say.ts';
import type { App } from '../app.ts';
import { h, replace } from '../dom.ts';
import { distance, percent } from '../format.ts';
import { flavors } from '../map/flavors.ts';
import { together } from '../panels/panel.ts';
import type { Panel } from '../panels/panel.ts';
import { horizons, radiusRange } from '../state.ts';
import type { Horizon } from '../state.ts';

const shown = 1500; // metres the chart reaches; the table has all

/** Keeps the three curves on the question; one request answers every radius. */
function followCurve(app: App): () => void {
  let wanted = '';
  let running: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const load = (): void => {
    const ask = currentAsk(app);
    const { kinds, demand, area, rule, from, edits, lines } = ask.question;
    const key = JSON.stringify([kinds, demand, area, rule, from, edits, lines, hasEdits(ask) && ask.horizon]);
    if (key === wanted) return;
    wanted = key;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running?.abort();
      const mine = (running = new AbortController());
      fetchCurve(app, ask, mine.signal).then(
        ([curve, edited]) => { if (!mine.signal.aborted) patchStudio(app, { curve: edited ? { ...curve, edited } : curve }); },
        () => { if (!mine.signal.aborted) wanted = ''; },
      );
    }, 150);
  };
  const stop = app.state.select((s) => [s.panel === 'coverage', s.question] as const, (on, _) => { if (on) load(); });
  return () => {
    clearTimeout(timer);
    running?.abort();
    stop();
  };
}

/** One curve for each horizon, of the stations as they are; beside them that of the edits at the question's horizon. */
function fetchCurve(app: App, ask: Ask, signal: AbortSignal): Promise<[CurveAnswer, Curve | undefined]> {
  const of = (each: Ask, at: readonly Horizon[]): Promise<CurveAnswer> => {
    const { horizon: _, radius: __, ...inputs } = coverageInputs(each);
    const all = { ...inputs, horizons: at, from_m: radiusRange.min, to_m: radiusRange.max, step_m: radiusRange.step };
    return hasAddress(each) ? app.client.get<CurveAnswer>(`coverage/curve?${query(all)}`, signal) : app.client.execute<CurveAnswer>('curve', all, signal);
  };
  const bare = unedited(ask);
  return Promise.all([of(bare, horizons), hasEdits(ask) ? of(ask, [ask.horizon]).then(({ curves }) => curves[0]) : undefined]);
}

const hasEdits = (ask: Ask): boolean => askKey(unedited(ask)) !== askKey(ask);

/** Share against radius for three horizons: a chart with a cursor tied to the slider, readable by keys, and its table. */
export const curveSection: Panel = (el, app) => {
  let table = false;
  let chart: uPlot | null = null;
  let drawn: CurveAnswer | null = null;
  let drawnFor = '';
  const heading = h('h3');
  const plot = h('div', { class: 'curve', tabindex: 0, role: 'slider', 'data-key': 'curve', 'aria-valuemin': radiusRange.min, 'aria-valuemax': radiusRange.max });
  const twin = h('div', { class: 'twin', hidden: true });
  replace(el, heading, plot, twin);
  const at = (radius: number): number => (drawn ? drawn.radii.findIndex((r) => r >= radius) : -1);

  const values = (i: number): string => {
    const { lang } = app.state.get();
    const t = app.t();
    return drawn ? columnsOf(drawn, t).map(([name, curve]) => `${name} ${percent(curve.share[i] ?? 0, lang)}`).join(' · ') : '';
  };
  const cursor = (): void => {
    const { radius, lang } = app.state.get();
    const i = at(radius);
    plot.setAttribute('aria-valuenow', String(radius));
    plot.setAttribute('aria-valuetext', `${distance(radius, lang)}: ${values(i)}`);
    plot.dataset['cursor'] = String(radius);
    if (chart && drawn && i >= 0) chart.setCursor({ left: chart.valToPos(Math.min(radius, shown), 'x'), top: 10 }, false);
    legend.textContent = `${distance(radius, lang)} · ${values(i)}`;
    for (const row of twin.querySelectorAll('tr')) row.setAttribute('aria-current', String(row.dataset['radius'] === String(radius)));
  };
  const legend = h('p', { class: 'muted small curve-values' });
  plot.after(legend);
  plot.addEventListener('keydown', (event) => {
    const { radius } = app.state.get();
    const step = { ArrowRight: radiusRange.step, ArrowUp: radiusRange.step, ArrowLeft: -radiusRange.step, ArrowDown: -radiusRange.step, PageUp: 500, PageDown: -500 }[event.key];
    const next = event.key === 'Home' ? radiusRange.min : event.key === 'End' ? radiusRange.max : step === undefined ? null : Math.round((radius + step) / radiusRange.step) * radiusRange.step;
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    app.state.set({ radius: Math.min(radiusRange.max, Math.max(radiusRange.min, next)), sealed: null });
    say(app, plot.getAttribute('aria-valuetext') ?? '');
  });

  const draw = async (): Promise<void> => {
    const { curve } = app.data.get().studio;
    const { flavor } = app.data.get();
    const { lang } = app.state.get();
    const t = app.t();
    el.hidden = !curve;
    if (!curve) return;
    replace(heading, t('curve.title'), h('button', { type: 'button', class: 'link', 'data-key': 'curve-table', 'aria-pressed': String(table), onClick: () => { table = !table; void draw(); } }, t(table ? 'curve.chart' : 'curve.table')));
    plot.setAttribute('aria-label', t('curve.label'));
    plot.hidden = table;
    twin.hidden = !table;
    drawn = curve;
    if (table) replace(twin, twinTable(app, curve));
    const key = `${curve.digest} ${curve.edited?.share.join() ?? ''} ${flavor} ${lang} ${el.clientWidth}`;
    if (!table && key !== drawnFor && el.clientWidth > 0) {
      drawnFor = key;
      const { default: UPlot } = await import('uplot');
      if (key !== drawnFor) return;
      chart?.destroy();
      const width = Math.max(240, el.clientWidth - 32);
      chart = new UPlot({ ...options(app, curve, width, (radius) => app.state.set({ radius, sealed: null })) }, data(curve), plot);
    }
    cursor();
  };
  const resized = new ResizeObserver(() => void draw());
  resized.observe(el);
  return together(
    followCurve(app),
    app.data.select((d) => [d.studio.curve, d.flavor] as const, () => void draw()),
    app.state.select((s) => [s.lang] as const, () => void draw()),
    app.state.select((s) => [s.radius] as const, cursor),
    () => { resized.disconnect(); chart?.destroy(); },
  );
};

/** The curves with their names, the edited one last. */
function columnsOf({ curves, edited }: CurveAnswer, t: ReturnType<App['t']>): (readonly [string, Curve])[] {
  return [
    ...horizons.flatMap((each) => curves.filter((c) => c.horizon === each).slice(0, 1).map((c) => [t(`horizon.short.${each}`), c] as const)),
    ...(edited ? [[`${t(`horizon.short.${edited.horizon}`)} + ${t('whatif.short')}`, edited] as const] : []),
  ];
}

function data({ radii, curves, edited, target }: CurveAnswer): uPlot.AlignedData {
  const n = radii.filter((r) => r <= shown).length;
  const of = (horizon: Horizon): number[] => [...(curves.find((c) => c.horizon === horizon)?.share ?? [])].slice(0, n);
  return [radii.slice(0, n), of('now'), of('2030'), of('beyond'), Array.from({ length: n }, () => target?.value ?? null), ...(edited ? [edited.share.slice(0, n)] : [])] as uPlot.AlignedData;
}

function options(app: App, curve: CurveAnswer, width: number, choose: (radius: number) => void): uPlot.Options {
  const { plan, ui } = flavors[app.data.get().flavor];
  const t = app.t();
  const font = '11px "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif';
  const line = (stroke: string, dash: number[] | null, label: string): uPlot.Series => ({ label, stroke, width: 2, points: { show: false }, ...(dash ? { dash } : {}) });
  const axis = { stroke: ui.muted, font, grid: { stroke: ui.border, width: 1 }, ticks: { show: false } };
  let held = false;
  return {
    width, height: 168, legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 }, move: (u, left, top) => (held ? [left, top] : [u.valToPos(Math.min(app.state.get().radius, shown), 'x'), top]) },
    scales: { x: { time: false }, y: { range: (_u, _min, max) => [0, Math.max(30, Math.ceil((max ?? 30) / 10) * 10)] } },
    axes: [
      { ...axis, values: (_u, splits) => splits.map((v) => (v >= 1000 ? `${v / 1000} km` : `${v}`)), size: 24, gap: 2 },
      { ...axis, values: (_u, splits) => splits.map((v) => `${v}%`), size: 40, gap: 2 },
    ],
    series: [{}, line(plan.railNow, null, t('horizon.now')), line(plan.rail2030, [8, 3], t('horizon.2030')), line(plan.railLater, [3, 3], t('horizon.beyond')), { ...line(ui.brand, [2, 3], t('curve.target')), width: 1.2 }, ...(curve.edited ? [line(plan.whatif, [12, 4], t('whatif.short'))] : [])],
    hooks: {
      ready: [(u) => {
        // A drag along the chart is the slider by another way.
        const pick = (event: PointerEvent): void => {
          const x = u.posToVal(event.clientX - u.over.getBoundingClientRect().left, 'x');
          const radius = Math.round(x / radiusRange.step) * radiusRange.step;
          const most = Math.min(shown, curve.radii.at(-1) ?? shown);
          choose(Math.min(most, Math.max(radiusRange.min, radius)));
        };
        u.over.addEventListener('pointerdown', (event) => {
          held = true;
          u.over.setPointerCapture(event.pointerId);
          pick(event);
        });
        u.over.addEventListener('pointermove', (event) => { if (held) pick(event); });
        u.over.addEventListener('pointerup', () => (held = false));
      }],
    },
  };
}

/** The same numbers as a table. */
function twinTable(app: App, curve: CurveAnswer): HTMLElement {
  const t = app.t();
  const { lang, radius } = app.state.get();
  const columns = columnsOf(curve, t);
  return h('table', {}, h('caption', {}, t('curve.label')),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('coverage.radius')), ...columns.map(([name]) => h('th', { scope: 'col', class: 'number' }, name)))),
    h('tbody', {}, ...curve.radii.map((r, i) => (r % 100 === 0 || r === radius) && h('tr', { 'data-radius': r, 'aria-current': String(r === radius) }, h('th', { scope: 'row' }, distance(r, lang)),
      ...columns.map(([, { share }]) => h('td', { class: 'number' }, share[i] === undefined ? '–' : percent(share[i], lang)))))));
}
