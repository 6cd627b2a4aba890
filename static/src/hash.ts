import { horizons, panelNames, radiusRange } from './state.ts';
import type { Camera, FeatureRef, Horizon, Lang, PanelName, RowChange, State, Theme } from './state.ts';

/**
 * The state in the URL's hash, `#v=1&m=…&h=…`: only what differs from the
 * defaults, keys in one order. The hash never reaches the server.
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
  if (state.lang !== defaults.lang) parts.push(`lang=${state.lang}`);
  if (state.theme !== defaults.theme) parts.push(`theme=${state.theme}`);
  if (state.radius !== defaults.radius) parts.push(`r=${state.radius}`);
  return parts.length ? `#v=1&${parts.join('&')}` : '';
}

/** Reads a hash over the defaults. A bad value keeps the default and its key is listed in `bad`; unknown keys are ignored. */
export function parseHash(hash: string, defaults: State): { state: State; bad: string[] } {
  const patch: { -readonly [K in keyof State]?: State[K] } = {};
  const bad: string[] = [];
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
      case 'lang': take(oneOf<Lang>(value, ['zh', 'en']), (v) => (patch.lang = v)); break;
      case 'theme': take(oneOf<Theme>(value, ['auto', 'light', 'dark']), (v) => (patch.theme = v)); break;
      case 'r': take(parseRadius(value), (v) => (patch.radius = v)); break;
    }
  }
  return { state: { ...defaults, ...patch }, bad };
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
  return text.replace(/[%&=#/,+\s]/g, (c) => encodeURIComponent(c));
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
