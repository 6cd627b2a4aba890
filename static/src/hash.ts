import { formatCompare, formatQuestion, parseCompare, parseQuestion, questionKeys } from './question-hash.ts';
import type { QuestionKey } from './question-hash.ts';
import { horizons, panelNames, radiusRange } from './state.ts';
import type { Camera, Drawn, FeatureRef, Horizon, Lang, Near, PanelName, RowChange, State, Theme } from './state.ts';
import { formatPolyline, parsePolyline } from './polyline.ts';

/**
 * The state in the URL's hash, `#v=1&m=…&h=…`: what differs from the
 * defaults and the language, keys in one order. The hash never reaches the server.
 */
export function formatHash(state: State, defaults: State): string {
  const parts: string[] = [];
  const { camera, feature } = state;
  if (camera) parts.push(`m=${camera.zoom.toFixed(2)}/${camera.lat.toFixed(4)}/${camera.lon.toFixed(4)}`);
  if (state.horizon !== defaults.horizon) parts.push(`h=${state.horizon}`);
  if (state.panel !== defaults.panel) parts.push(`p=${state.panel}`);
  if (feature) parts.push(`f=${encode(feature.collection)}/${encode(feature.id)}`);
  const rows = formatRows(state.rows);
  if (rows) parts.push(`l=${rows}`);
  if (state.basemap !== defaults.basemap) parts.push(`b=${state.basemap}`);
  parts.push(`lang=${state.lang}`); // the default is the reader's own, who need not be the one the link is sent to
  if (state.theme !== defaults.theme) parts.push(`theme=${state.theme}`);
  if (state.radius !== defaults.radius) parts.push(`r=${state.radius}`);
  const { near, drawn, table, clause } = state;
  if (near) parts.push(`near=${near.lon.toFixed(5)},${near.lat.toFixed(5)},${near.radius}`);
  if (drawn.length) parts.push(`g=${drawn.map(({ form, at }) => `${form[0]}${encode(formatPolyline(at))}`).join(',')}`);
  if (table.layer !== defaults.table.layer) parts.push(`t=${encode(table.layer)}`);
  if (table.filter) parts.push(`q=${encode(table.filter)}`);
  if (table.sort) parts.push(`s=${encode(table.sort)}`);
  if (clause) parts.push(`c=${encode(clause)}`);
  parts.push(...formatQuestion(state.question));
  if (state.panel === 'compare' || formatCompare(state.compare) !== formatCompare(defaults.compare)) parts.push(`cmp=${formatCompare(state.compare)}`);
  if (state.gaps) parts.push('gp=1');
  if (state.town) parts.push(`tw=${encode(state.town)}`);
  if (state.sealed) parts.push(`dg=${encode(state.sealed)}`);
  return parts.length > 1 || state.lang !== defaults.lang ? `#v=1&${parts.join('&')}` : '';
}

/** Reads a hash over the defaults. A bad value keeps the default and its key is listed in `bad`; unknown keys are ignored. */
export function parseHash(hash: string, defaults: State): { state: State; bad: string[] } {
  const patch: { -readonly [K in keyof State]?: State[K] } = {};
  const bad: string[] = [];
  let { table } = defaults;
  for (const part of hash.replace(/^#/, '').split('&')) {
    const at = part.indexOf('=');
    if (at < 1) continue;
    const key = part.slice(0, at);
    const value = part.slice(at + 1);
    const take = <T>(parsed: T | null, into: (v: T) => void): void => {
      if (parsed === null) bad.push(key);
      else into(parsed);
    };
    switch (key) {
      case 'm': take(parseCamera(value), (v) => (patch.camera = v)); break;
      case 'h': take(oneOf<Horizon>(value, horizons), (v) => (patch.horizon = v)); break;
      case 'p': take(oneOf<PanelName>(value, panelNames), (v) => (patch.panel = v)); break;
      case 'f': take(parseFeature(value), (v) => (patch.feature = v)); break;
      case 'l': take(parseRows(value), (v) => (patch.rows = v)); break;
      case 'b': take(/^[a-z0-9][a-z0-9_-]{0,63}$/.exec(value)?.[0] ?? null, (v) => (patch.basemap = v)); break;
      case 'lang': take(oneOf<Lang>(value, ['zh', 'en']), (v) => (patch.lang = v)); break;
      case 'theme': take(oneOf<Theme>(value, ['auto', 'light', 'dark']), (v) => (patch.theme = v)); break;
      case 'r': take(parseRadius(value), (v) => (patch.radius = v)); break;
      case 'near': take(parseNear(value), (v) => (patch.near = v)); break;
      case 'g': take(parseDrawn(value), (v) => (patch.drawn = v)); break;
      case 't': take(decode(value) || null, (layer) => (table = { ...table, layer })); break;
      case 'q': take(decode(value), (filter) => (table = { ...table, filter })); break;
      case 's': take(/^[+-]./.test(decode(value) ?? '') ? decode(value) : null, (sort) => (table = { ...table, sort })); break;
      case 'c': take(decode(value) || null, (v) => (patch.clause = v)); break;
      case 'cmp': take(parseCompare(value), (v) => (patch.compare = v)); break;
      case 'gp': take(value === '1' ? true : null, (v) => (patch.gaps = v)); break;
      case 'tw': take(decode(value) || null, (v) => (patch.town = v)); break;
      case 'dg': take(/^[0-9a-f]{8}:[\d.]+$/.exec(decode(value) ?? '')?.[0] ?? null, (v) => (patch.sealed = v)); break;
      default:
        if ((questionKeys as readonly string[]).includes(key)) {
          take(parseQuestion(key as QuestionKey, value, patch.question ?? defaults.question), (v) => (patch.question = v));
        }
    }
  }
  return { state: { ...defaults, ...patch, table }, bad };
}

/** A number written with digits only; anything else (`1e3`, empty, `0x1`) is null. */
function number(text: string): number | null {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

function oneOf<T extends string>(text: string, allowed: readonly T[]): T | null {
  return allowed.find((v) => v === text) ?? null;
}

function parseCamera(text: string): Camera | null {
  const [zoom, lat, lon, ...rest] = text.split('/').map(number);
  if (zoom == null || lat == null || lon == null || rest.length) return null;
  if (zoom < 0 || zoom > 24 || Math.abs(lat) > 85 || Math.abs(lon) > 180) return null;
  return { zoom, lat, lon };
}

function parseRadius(text: string): number | null {
  const metres = number(text);
  return metres !== null && metres >= radiusRange.min && metres <= radiusRange.max ? metres : null;
}

function parseNear(text: string): Near | null {
  const [lon, lat, metres, ...rest] = text.split(',');
  if (lon === undefined || lat === undefined || metres === undefined || rest.length) return null;
  const [x, y, radius] = [number(lon), number(lat), parseRadius(metres)];
  return x !== null && y !== null && radius !== null && Math.abs(x) <= 180 && Math.abs(y) <= 90 ? { lon: x, lat: y, radius } : null;
}

const forms = { p: 'point', l: 'line', a: 'area' } as const;
const fewest = { point: 1, line: 2, area: 4 } as const; // vertices; an area's ring is closed
export const drawnLimits = { shapes: 40, vertices: 500 } as const; // what a link can carry

function parseDrawn(text: string): readonly Drawn[] | null {
  const drawn: Drawn[] = [];
  for (const part of text.split(',')) {
    const form = forms[part[0] as keyof typeof forms];
    const at = parsePolyline(decode(part.slice(1)) ?? '');
    if (!form || !at || at.length < fewest[form] || at.length > drawnLimits.vertices) return null;
    drawn.push({ form, at });
  }
  return drawn.length <= drawnLimits.shapes ? drawn : null;
}

function parseFeature(text: string): FeatureRef | null {
  const [collection, id, ...rest] = text.split('/').map(decode);
  return collection && id && !rest.length ? { collection, id } : null;
}

function formatRows(rows: Readonly<Record<string, RowChange>>): string {
  const parts: string[] = [];
  for (const key of Object.keys(rows).sort()) {
    const { on, opacity } = rows[key] ?? {};
    const sign = on === undefined ? '' : on ? '+' : '-';
    if (sign || opacity !== undefined) parts.push(`${sign}${encode(key)}${opacity === undefined ? '' : `:${opacity}`}`);
  }
  return parts.join(',');
}

function parseRows(text: string): Record<string, RowChange> | null {
  const rows: Record<string, RowChange> = {};
  for (const part of text.split(',')) {
    const match = /^([+-]?)([\p{L}\p{N}].*?)(?::(\d{1,3}))?$/u.exec(part);
    const key = match?.[2] ? decode(match[2]) : null;
    if (!match || !key) return null;
    const percent = match[3] === undefined ? undefined : Number(match[3]);
    if (percent !== undefined && percent > 100) return null;
    rows[key] = {
      ...(match[1] ? { on: match[1] === '+' } : {}),
      ...(percent === undefined ? {} : { opacity: percent }),
    };
  }
  return rows;
}

/** Percent-encodes what would end a value; keeps Chinese readable in the address bar. */
function encode(text: string): string {
  return text.replace(/[%&=#/,+\s"<>`\\^{|}]/g, (c) => encodeURIComponent(c));
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
