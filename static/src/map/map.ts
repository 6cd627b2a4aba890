import { AttributionControl, LngLatBounds, Map as MapLibre, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import type { GeoJSONSource, StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { circle } from './circle.ts';
import { flavors } from './flavors.ts';
import { paintImages } from './icons.ts';
import { retryBasemap, watchBasemap } from './basemap-watch.ts';
import { groundCredit, groundOf } from './ground.ts';
import { isUncertain } from './layers/kit.ts';
import { emptyOverlay } from './overlay.ts';
import { watchPlan } from './plan-watch.ts';
import { watchPointer } from './pointer.ts';
import { projectStacks } from './stacks.ts';
import { planStyle } from './style.ts';
import type { StyleInput } from './style.ts';
import { rows, rowState } from './rows.ts';
import { readView } from './view.ts';
import { shownHorizon } from '../state.ts';
import type { App } from '../app.ts';
import { geometryOf } from '../measure/shapes.ts';
import type { Drawn, Near } from '../state.ts';
import type { Feature } from '../api/types.ts';

/** The nine elements of the layout, lon/lat: what the first view and Home show. */
const home = new LngLatBounds([116.525, 39.706], [116.835, 39.972]);
/** The district and 30 km around it: nothing to see beyond. */
const limits = new LngLatBounds([116.16, 39.32], [117.3, 40.3]);

/** Pixels of the window that floating panels cover. */
export interface Padding { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number }

/** The one owner of the MapLibre map. */
export interface PlanMap {
  zoomBy(step: 1 | -1): void;
  home(): void;
  /** Moves only when the feature is not already in the free part of the window. */
  show(feature: Feature): void;
  /** Brings a box [west, south, east, north] into the free part of the window. */
  fit(box: readonly [number, number, number, number]): void;
  setPadding(padding: Padding): void;
  /** Asks for the tiles that failed again. */
  retry(): void;
  /** Asks for the raster map's tiles again. */
  retryBasemap(): void;
  /** What the free part of the window shows: [west, south, east, north]. */
  box(): [number, number, number, number];
  /** Whether a line or mark within 8 pixels of a lon/lat in view is schematic: what is measured there means little. */
  schematicAt(at: readonly [lon: number, lat: number]): boolean;
  /** Lends the map itself to a tool, once it can be drawn on. The tool's layers and sources start with `td-`; restyling keeps them, on top. */
  lend(use: (map: MapLibre) => () => void): () => void;
  focus(): void;
  dispose(): void;
}

const empty: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Draws the state into el. Throws when the browser has no WebGL2. */
export function createMap(el: HTMLElement, app: App, padding: Padding): PlanMap {
  setWorkerUrl(workerUrl);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const { camera } = app.state.get();
  const map = new MapLibre({
    container: el,
    style: planStyle(styleInput(app)),
    ...(camera ? { center: [camera.lon, camera.lat], zoom: camera.zoom } : {}),
    minZoom: 8.5,
    maxZoom: 18,
    maxBounds: limits,
    maxPitch: 0,
    dragRotate: false,
    renderWorldCopies: false,
    attributionControl: false,
    fadeDuration: still ? 0 : 150,
    localIdeographFontFamily: false,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new ScaleControl({ maxWidth: 90, unit: 'metric' }), 'bottom-right');
  const attribution = { current: new AttributionControl({ compact: false, customAttribution: credits(app) }) };
  map.addControl(attribution.current, 'bottom-right');
  // Where the crosshair stands: the middle of what panels leave free.
  const aim = ({ left, right, top, bottom }: Padding): void => {
    el.style.setProperty('--aim-x', `${(left - right) / 2}px`);
    el.style.setProperty('--aim-y', `${(top - bottom) / 2}px`);
  };
  aim(padding);
  map.setPadding({ ...padding });
  if (!camera) map.fitBounds(home, { duration: 0 });

  const disposers: (() => void)[] = [];
  const painted = new Set<string>();
  const paint = (): void => {
    const { flavor } = app.data.get();
    if (painted.has(flavor)) return;
    painted.add(flavor);
    for (const p of paintImages(flavor, flavors[flavor])) {
      map.addImage(p.id, p.data, {
        pixelRatio: p.pixelRatio,
        ...(p.stretch ? { stretchX: [p.stretch.x], stretchY: [p.stretch.y], content: p.stretch.content } : {}),
      });
    }
  };
  let laid = emptyOverlay;
  const restyle = (): void => {
    paint();
    el.dataset['idle'] = 'false';
    map.setStyle(planStyle(styleInput(app)), { diff: true, transformStyle: withGuests });
    map.triggerRepaint(); // idle follows even when nothing had to change
    describe(el, app);
  };
  map.once('style.load', () => {
    paint();
    disposers.push(
      app.state.select((s) => [s.horizon, s.rows, s.basemap, s.lang, s.panel === 'coverage' || s.panel === 'compare', s.compare.left, s.panel === 'draw', s.drawn, s.near] as const, restyle),
      app.data.select((d) => [d.flavor, d.basemaps, d.selected, d.items['key-projects'], d.local] as const, restyle),
      app.data.select((d) => [d.overlay] as const, (overlay) => {
        // Straight into the sources: a dragged pin has no time for a whole style.
        for (const id of ['demand', 'catchments', 'whatif'] as const) {
          if (overlay[id] === laid[id]) continue;
          map.getSource<GeoJSONSource>(id)?.setData(overlay[id]);
          el.dataset['idle'] = 'false';
        }
        laid = overlay;
        el.dataset['ghosts'] = String(overlay.whatif.features.filter((f) => f.properties?.['role'] === 'ghost').length);
        el.dataset['pins'] = String(overlay.whatif.features.filter((f) => f.properties?.['role'] === 'pin').length);
        map.triggerRepaint();
      }),
    );
  });

  const rest = (): void => {
    const view = readView(map, app.state.get().lang);
    el.dataset['rendered'] = view.collections.join(' ');
    el.dataset['zoom'] = map.getZoom().toFixed(2);
    const { lng, lat } = map.getCenter();
    el.dataset['center'] = `${lng.toFixed(4)},${lat.toFixed(4)}`;
    describe(el, app);
    app.data.set({ view });
    el.dataset['idle'] = 'true';
  };
  map.on('idle', rest);
  disposers.push(watchBasemap(map, app, rest));
  const plan = watchPlan(map, app);
  disposers.push(plan.dispose);
  const busy = (): void => void (el.dataset['idle'] = 'false');
  map.on('dataloading', busy);
  map.on('movestart', busy);
  map.on('moveend', (event) => {
    // Only what the reader did belongs in the link, not our own fitting of the view.
    if (!event.originalEvent && !moved) return;
    const { lng, lat } = map.getCenter();
    app.state.set({ camera: { zoom: map.getZoom(), lat, lon: lng } });
  });
  let moved = false;
  map.on('error', (event) => {
    if ('sourceId' in event && (event.sourceId === 'basemap' || event.sourceId === 'plan')) return; // their watches tell
    app.data.set({ notice: app.t()('map.lost', { reason: event.error.message }) });
  });
  map.on('webglcontextlost', () => app.data.set({ notice: app.t()('map.context') }));
  map.on('webglcontextrestored', () => app.data.set({ notice: null }));
  disposers.push(watchPointer(map, app));

  const canvas = map.getCanvas();
  const texts = app.state.select((s) => [s.lang] as const, () => {
    const t = app.t();
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-roledescription', t('map.role'));
    canvas.setAttribute('aria-label', `${t('map.label')}. ${t('map.keys')}`);
  });
  const credit = (): void => {
    map.removeControl(attribution.current);
    attribution.current = new AttributionControl({ compact: false, customAttribution: credits(app) });
    map.addControl(attribution.current, 'bottom-right');
  };
  disposers.push(texts, app.state.select((s) => [s.lang, s.basemap] as const, credit), app.data.select((d) => [d.basemaps] as const, credit));

  const duration = still ? 0 : 400; // milliseconds
  return {
    zoomBy(step) {
      moved = true;
      map.easeTo({ zoom: Math.round((map.getZoom() + step) * 2) / 2, duration: still ? 0 : 200 });
    },
    home() {
      moved = false;
      map.fitBounds(home, { padding: 0, duration });
      app.state.set({ camera: null });
    },
    show(feature) {
      const box = boundsOf(feature);
      if (!box) return;
      const free = map.getBounds();
      const { x, y } = map.project(box.getCenter());
      const p = map.getPadding();
      const { clientWidth: w, clientHeight: h } = el;
      const seen = free.contains(box.getCenter()) && x > (p.left ?? 0) && x < w - (p.right ?? 0) && y > (p.top ?? 0) && y < h - (p.bottom ?? 0);
      if (seen) return;
      moved = true;
      map.fitBounds(box, { padding: 60, maxZoom: Math.max(map.getZoom(), 13), duration });
    },
    fit([west, south, east, north]) {
      moved = true;
      map.fitBounds([west, south, east, north], { padding: 60, maxZoom: 16, duration });
    },
    box() {
      const { top = 0, right = 0, bottom = 0, left = 0 } = map.getPadding();
      const nw = map.unproject([left, top]);
      const se = map.unproject([el.clientWidth - right, el.clientHeight - bottom]);
      return [nw.lng, se.lat, se.lng, nw.lat];
    },
    schematicAt([lon, lat]) {
      const { x, y } = map.project([lon, lat]);
      return map.queryRenderedFeatures([[x - 8, y - 8], [x + 8, y + 8]]).some(({ layer, properties }) =>
        layer.type !== 'fill' && isUncertain(properties));
    },
    lend(use) {
      let giveBack = (): void => {};
      const begin = (): void => void (giveBack = use(map));
      if (map.isStyleLoaded() || painted.size) begin();
      else map.once('style.load', begin);
      return () => {
        map.off('style.load', begin);
        giveBack();
      };
    },
    retry() {
      busy();
      plan.retry();
      map.triggerRepaint();
    },
    retryBasemap: () => retryBasemap(map, app),
    setPadding(next) {
      aim(next);
      map.easeTo({ padding: { ...next }, duration: still ? 0 : 200 });
    },
    focus: () => canvas.focus(),
    dispose() {
      for (const dispose of disposers) dispose();
      map.remove();
    },
  };
}

/** Keeps what lent tools have put on the map, over everything else. */
function withGuests(previous: StyleSpecification | undefined, next: StyleSpecification): StyleSpecification {
  const guest = (id: string): boolean => id.startsWith('td-');
  const sources = Object.entries(previous?.sources ?? {}).filter(([id]) => guest(id));
  return {
    ...next,
    sources: { ...next.sources, ...Object.fromEntries(sources) },
    layers: [...next.layers, ...(previous?.layers ?? []).filter((layer) => guest(layer.id))],
  };
}

/** Whose the map is, as markup; MapLibre adds what the sources say. */
function credits(app: App): string[] {
  const under = groundCredit(app);
  const text = document.createElement('span');
  text.lang = 'zh';
  text.className = 'ground-credit';
  text.textContent = under;
  return [app.t()('map.credit'), ...(under ? [text.outerHTML] : [])];
}

/** What tests and assistive tools may read about the map without looking at pixels. */
function describe(el: HTMLElement, app: App): void {
  const { rows: changes } = app.state.get();
  const horizon = shownHorizon(app.state.get());
  el.dataset['horizon'] = horizon;
  el.dataset['layers'] = rows.filter((row) => rowState(row, changes, horizon, groundOf(app) === 'vector').drawn).map((row) => row.key).join(' ');
}

/** What decides how the map of the state looks; a second map shows another horizon of it. */
export function styleInput(app: App): StyleInput {
  const { lang, rows: changes, panel, drawn, near } = app.state.get();
  const horizon = shownHorizon(app.state.get());
  const { flavor, overlay, selected, items, local } = app.data.get();
  const feature = selected && 'value' in selected ? selected.value : null;
  return {
    flavor, lang, horizon, rows: changes, ground: groundOf(app),
    tiles: app.client.url('xyz/plan.json'),
    live: {
      coverage: panel === 'coverage' || panel === 'compare',
      overlay,
      selection: feature ? selectionOf(feature) : empty,
      drawn: drawnShapes(panel === 'draw' ? [] : drawn, near), // while the tool is open, it draws the shapes
      local: { type: 'FeatureCollection', features: local.flatMap((file) => file.features.flatMap(({ id, geometry, properties }) => (geometry ? [{ type: 'Feature' as const, geometry, properties: { ...properties, id: `${file.name}/${id}` } }] : []))) },
      stacks: projectStacks(items['key-projects'] ?? [], changes, horizon),
    },
  };
}

/** The reader's shapes, and the circle of what he asks about. */
function drawnShapes(drawn: readonly Drawn[], near: Near | null): GeoJSON.FeatureCollection {
  const feature = (geometry: GeoJSON.Geometry): GeoJSON.Feature => ({ type: 'Feature', geometry, properties: {} });
  return {
    type: 'FeatureCollection',
    features: [
      ...drawn.map((shape) => feature(geometryOf(shape))),
      ...(near ? [feature(circle([near.lon, near.lat], near.radius)), feature({ type: 'Point', coordinates: [near.lon, near.lat] })] : []),
    ],
  };
}

/** The chosen feature, and for a schematic point the circle it may lie in. */
function selectionOf(feature: Feature): GeoJSON.FeatureCollection {
  const { geometry, properties } = feature;
  if (!geometry) return empty;
  const features: GeoJSON.Feature[] = [{ type: 'Feature', geometry, properties: { role: 'shape' } }];
  const accuracy = properties.accuracy_m ?? 0;
  if (geometry.type === 'Point' && isUncertain(properties)) {
    const [lon = 0, lat = 0] = geometry.coordinates;
    features.push({ type: 'Feature', geometry: circle([lon, lat], accuracy), properties: { role: 'accuracy' } });
  }
  return { type: 'FeatureCollection', features };
}

function boundsOf(feature: Feature): LngLatBounds | null {
  const box = new LngLatBounds();
  const walk = (coordinates: unknown): void => {
    if (!Array.isArray(coordinates)) return;
    if (typeof coordinates[0] === 'number') box.extend(coordinates as [number, number]);
    else coordinates.forEach(walk);
  };
  const visit = (g: GeoJSON.Geometry | null): void => {
    if (!g) return;
    if (g.type === 'GeometryCollection') g.geometries.forEach(visit);
    else walk(g.coordinates);
  };
  visit(feature.geometry);
  return box.isEmpty() ? null : box;
}
