import { nearAnswer } from './near.ts';
import { together } from './panel.ts';
import type { Panel } from './panel.ts';
import type { App, MapTool } from '../app.ts';
import { h, icon, icons, replace } from '../dom.ts';
import { decimal, distance } from '../format.ts';
import { createDrawer } from '../map/draw.ts';
import type { DrawMode, Drawer } from '../map/draw.ts';
import { flavors } from '../map/flavors.ts';
import { misplaced } from '../map/ground.ts';
import { area, length } from '../measure/geodesic.ts';
import { geometryOf, wktOf } from '../measure/shapes.ts';
import { areaOf } from '../question-area.ts';
import { download } from '../save.ts';
import type { Drawn } from '../state.ts';

type Tool = DrawMode | 'near';
const tools: readonly Tool[] = ['linestring', 'polygon', 'rectangle', 'circle', 'point', 'near', 'select'];
const afterClick = 60; // milliseconds
const ha = 10_000; // m²
const mu = 2000 / 3; // m², the Chinese acre

/** 量绘: lengths and areas on the ellipsoid, shapes to ask with, what lies around a point. */
export const drawPanel: Panel = (el, app) => {
  let drawer: Drawer | null = null;
  let shown: readonly Drawn[] = [];
  const head = h('div');
  const shapes = h('div');
  const near = h('div');
  const typed = h('div');
  replace(el, head, shapes, near, typed);

  const giveBack = app.map()?.lend((map) => {
    drawer = createDrawer(map, flavors[app.data.get().flavor], (now) => {
      shown = now;
      app.state.set({ drawn: now });
      const held = inHand(app);
      // The click that finishes a shape is still the tool's; the next ones pick features again.
      if (held && held !== 'point' && held !== 'select') setTimeout(() => app.data.set({ tool: null }), afterClick);
    });
    return () => {
      drawer?.dispose();
      drawer = null;
    };
  });

  const redraw = (): void => {
    const t = app.t();
    const held = inHand(app);
    const off = misplaced(app);
    replace(head,
      h('header', { class: 'dock-head' }, h('h2', {}, t('nav.draw.title'))),
      h('section', { class: 'group' },
        app.map() ? h('div', { class: 'draw-tools', role: 'group', 'aria-label': t('draw.tools') }, ...tools.map((tool) =>
          h('button', {
            type: 'button', class: 'chip-button', 'data-key': `tool:${tool}`, 'aria-pressed': String(held === tool), disabled: off,
            onClick: () => app.data.set({ tool: held === tool ? null : take(app, tool) }),
          }, t(`draw.${tool}`)))) : h('p', { class: 'bad' }, t('map.failed.text')),
        off && h('p', { class: 'bad' }, t('basemap.untrue')),
        h('p', { class: 'muted', role: 'status' }, held ? t(`draw.${held}.how`) : t('draw.how'))));
  };
  const list = (): void => {
    const t = app.t();
    const { drawn } = app.state.get();
    replace(shapes, drawn.length > 0 && h('section', { class: 'group' },
      h('h3', {}, t('draw.shapes'), h('button', { type: 'button', class: 'link', 'data-key': 'clear', onClick: () => app.state.set({ drawn: [] }) }, t('draw.clear'))),
      h('ol', { class: 'shapes' }, ...drawn.map((shape, i) => item(app, shape, i))),
      h('p', { class: 'muted' }, t('draw.ellipsoid'))));
  };
  replace(typed, typing(app));

  return together(
    () => giveBack?.(),
    () => { if (inHand(app)) app.data.set({ tool: null }); },
    app.data.select((d) => [d.tool] as const, () => {
      const held = inHand(app);
      drawer?.mode(held && held !== 'near' ? held : null);
      redraw();
    }),
    app.state.select((s) => [s.drawn] as const, (drawn) => {
      if (drawn !== shown) drawer?.show(drawn);
      shown = drawn;
      list();
    }),
    app.state.select((s) => [s.basemap] as const, redraw),
    app.data.select((d) => [d.basemaps] as const, redraw),
    app.state.select((s) => [s.lang] as const, () => {
      redraw();
      list();
      replace(typed, typing(app));
    }),
    app.data.select((d) => [d.view] as const, list),
    nearAnswer(near, app),
  );
};

/** The tool of this panel that has the map in hand. */
function inHand(app: App): Tool | null {
  const name = app.data.get().tool?.name ?? '';
  return tools.find((tool) => `draw:${tool}` === name) ?? null;
}

/** Shapes are drawn by the drawer, which listens by itself; only the question about a point needs the click. */
function take(app: App, tool: Tool): MapTool {
  return {
    name: `draw:${tool}`,
    at([lon, lat]) {
      if (tool !== 'near') return;
      app.state.set({ near: { lon: round(lon), lat: round(lat), radius: app.state.get().near?.radius ?? 500 } });
      app.data.set({ tool: null });
    },
  };
}

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

function item(app: App, shape: Drawn, i: number): HTMLElement {
  const t = app.t();
  const { lang, drawn } = app.state.get();
  const map = app.map();
  const rough = map !== null && shape.at.some((at) => map.schematicAt(at));
  const about = (text: string): string => (rough ? t('card.about', { value: text }) : text);
  const words: string[] = [];
  if (shape.form === 'line') words.push(about(metres(length(shape.at), rough, lang)));
  if (shape.form === 'area') {
    const { area: m2, perimeter } = area(shape.at);
    words.push(...squares(m2, rough, lang).map(about), t('draw.perimeter', { value: about(metres(perimeter, rough, lang)) }));
  }
  if (shape.form === 'point') words.push(shape.at.map(([lon, lat]) => `${lon.toFixed(5)}, ${lat.toFixed(5)}`).join(''));
  const [first] = shape.at;
  const study = areaOf(shape);
  return h('li', { 'data-form': shape.form },
    h('div', {}, h('b', {}, t(`draw.form.${shape.form}`)), ...words.map((w, k) => h('span', { class: k ? 'muted' : 'strong measure' }, w))),
    rough && shape.form !== 'point' ? h('p', { class: 'schematic' }, `≈ ${t('draw.schematic')}`) : null,
    h('p', { class: 'actions' },
      shape.form === 'point' && first && h('button', { type: 'button', class: 'link', onClick: () => app.state.set({ near: { lon: first[0], lat: first[1], radius: app.state.get().near?.radius ?? 500 } }) }, t('card.near')),
      shape.form !== 'point' && h('button', {
        type: 'button', class: 'link', 'data-key': `ask:${i}`,
        onClick: () => app.state.set({ panel: 'table', table: { ...app.state.get().table, filter: `S_INTERSECTS(geometry, ${wktOf(shape)})` } }),
      }, t('draw.ask')),
      study !== null && h('button', {
        type: 'button', class: 'link', 'data-key': `cover:${i}`,
        onClick: () => app.state.set({ panel: 'coverage', question: { ...app.state.get().question, area: study } }),
      }, t('draw.cover')),
      h('button', { type: 'button', class: 'link', onClick: () => download('layoutmap-drawn.geojson', 'application/geo+json', JSON.stringify({ type: 'Feature', geometry: geometryOf(shape), properties: {} })) }, t('card.geojson')),
      h('button', { type: 'button', class: 'link', 'data-key': `remove:${i}`, 'aria-label': t('draw.remove.label', { form: t(`draw.form.${shape.form}`), number: i + 1 }), onClick: () => app.state.set({ drawn: drawn.filter((_, k) => k !== i) }) }, t('draw.remove'))));
}

function metres(value: number, rough: boolean, lang: 'zh' | 'en'): string {
  if (rough) return distance(Number(value.toPrecision(2)), lang);
  return value < 1000 ? `${decimal(value, 1, lang)}\u202fm` : `${decimal(value / 1000, 3, lang)}\u202fkm`;
}

/** An area in the units a planner uses, the fitting one first. */
function squares(m2: number, rough: boolean, lang: 'zh' | 'en'): string[] {
  const say = (value: number, digits: number, unit: string): string =>
    `${rough ? Number(value.toPrecision(2)).toLocaleString(lang) : decimal(value, digits, lang)}\u202f${unit}`;
  const words = lang === 'zh' ? { ha: '公顷', mu: '亩' } : { ha: 'ha', mu: 'mu' };
  const all = [say(m2 / 1e6, 3, 'km²'), say(m2 / ha, 2, words.ha), say(m2 / mu, 1, words.mu), say(m2, 0, 'm²')];
  return m2 >= 1e6 ? [all[0]!, all[1]!, all[2]!] : m2 >= ha ? [all[1]!, all[2]!, all[3]!] : [all[3]!, all[2]!];
}

/** The way without a pointer: coordinates, a vertex a line. */
function typing(app: App): HTMLElement {
  const t = app.t();
  const field = h('textarea', { rows: 4, 'aria-label': t('draw.typed.label'), placeholder: '116.65000, 39.90000\n116.70000, 39.90000', spellcheck: 'false' });
  const bad = h('p', { class: 'bad', role: 'alert' });
  const add = (form: Drawn['form']) => () => {
    const lines = field.value.split('\n').filter((line) => line.trim());
    const at = lines.map((line) => {
      const [lon, lat, ...rest] = line.trim().split(/[\s,，]+/).map(Number);
      return lon !== undefined && lat !== undefined && !rest.length && Math.abs(lon) <= 180 && Math.abs(lat) <= 85 ? ([round(lon), round(lat)] as const) : null;
    });
    const wrong = at.findIndex((p) => p === null);
    if (wrong >= 0) return void (bad.textContent = t('draw.typed.bad', { line: wrong + 1 }));
    const points = at.filter((p) => p !== null);
    if (points.length < { point: 1, line: 2, area: 3 }[form]) return void (bad.textContent = t('draw.typed.few'));
    bad.textContent = '';
    const shapes: Drawn[] = form === 'point' ? points.map((p) => ({ form, at: [p] })) : [{ form, at: form === 'area' ? [...points, points[0]!] : points }];
    app.state.set({ drawn: [...app.state.get().drawn, ...shapes] });
  };
  return h('details', { class: 'group' }, h('summary', {}, t('draw.typed')), field, bad,
    h('p', { class: 'actions' }, ...(['line', 'area', 'point'] as const).map((form) => h('button', { type: 'button', 'data-key': `typed:${form}`, onClick: add(form) }, icon(icons.plus), t(`draw.form.${form}`)))));
}
