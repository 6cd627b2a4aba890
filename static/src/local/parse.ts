import { kml } from '@tmcw/togeojson';
import { DOMParser } from '@xmldom/xmldom';
import { csvParseRows } from 'd3-dsv';
import shp from 'shpjs';
import { wkt } from './wkt.ts';

export const maxBytes = 20_000_000;
const maxFeatures = 50_000;
const maxVertices = 1_000_000;

/** Why a file is not shown. `detail` is for people: a name, a number, the parser's words. */
export class Refusal extends Error {
  constructor(readonly code: 'large' | 'kind' | 'broken' | 'empty' | 'columns' | 'many', readonly detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'Refusal';
  }
}

/** The features of a dropped file, as the file has them: lon/lat by its format's rules, or whatever a CSV or GeoJSON contains. */
export async function parse(name: string, bytes: ArrayBuffer): Promise<GeoJSON.FeatureCollection> {
  if (bytes.byteLength > maxBytes) throw new Refusal('large', `${(bytes.byteLength / 1e6).toFixed(1)} MB`);
  if (bytes.byteLength === 0) throw new Refusal('empty', name);
  const kind = /\.(geojson|json|csv|kml|zip)$/i.exec(name)?.[1]?.toLowerCase();
  let found: GeoJSON.FeatureCollection;
  try {
    if (kind === 'geojson' || kind === 'json') found = fromJson(JSON.parse(decode(bytes)));
    else if (kind === 'csv') found = fromCsv(decode(bytes));
    else if (kind === 'kml') found = fromKml(decode(bytes));
    else if (kind === 'zip') found = await fromShapefile(bytes);
    else throw new Refusal('kind', name);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('broken', error instanceof Error ? error.message : String(error));
  }
  const features = found.features.filter((f) => f.geometry !== null && count(f.geometry) > 0);
  if (!features.length) throw new Refusal('empty', name);
  const vertices = features.reduce((n, f) => n + count(f.geometry), 0);
  if (features.length > maxFeatures || vertices > maxVertices) throw new Refusal('many', `${features.length} / ${vertices}`);
  return { type: 'FeatureCollection', features };
}

/** UTF-8, else GB 18030, in which Chinese spreadsheets still save. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

const geometries = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'];

function fromJson(value: unknown): GeoJSON.FeatureCollection {
  const object = value as { type?: unknown; features?: unknown };
  if (object?.type === 'FeatureCollection' && Array.isArray(object.features)) {
    object.features.forEach((f, i) => checked(f, `features[${i}]`));
    return value as GeoJSON.FeatureCollection;
  }
  if (object?.type === 'Feature') return { type: 'FeatureCollection', features: [checked(value, 'feature')] };
  if (geometries.includes(String(object?.type))) return { type: 'FeatureCollection', features: [checked({ type: 'Feature', geometry: value, properties: {} }, 'geometry')] };
  throw new Refusal('broken', `"type": ${JSON.stringify(object?.type) ?? '?'}`);
}

function checked(value: unknown, where: string): GeoJSON.Feature {
  const feature = value as GeoJSON.Feature;
  if (feature?.type !== 'Feature' || !('geometry' in feature)) throw new Refusal('broken', `${where}: not a Feature`);
  if (feature.geometry !== null) {
    if (!geometries.includes(feature.geometry?.type)) throw new Refusal('broken', `${where}.geometry.type`);
    if (feature.geometry.type !== 'GeometryCollection' && !numbers(feature.geometry.coordinates)) throw new Refusal('broken', `${where}.geometry.coordinates`);
  }
  return feature;
}

function numbers(coordinates: unknown): boolean {
  if (!Array.isArray(coordinates)) return false;
  if (coordinates.length === 0) return true;
  return typeof coordinates[0] === 'number' ? coordinates.length >= 2 && coordinates.every((n) => Number.isFinite(n)) : coordinates.every(numbers);
}

const lonNames = ['lon', 'lng', 'long', 'longitude', 'x', '经度'];
const latNames = ['lat', 'latitude', 'y', '纬度'];
const wktNames = ['wkt', 'geometry', 'geom', 'the_geom'];

function fromCsv(text: string): GeoJSON.FeatureCollection {
  const [columns = [], ...rows] = csvParseRows(text.replace(/^\ufeff/, '')); // csvParse compiles code, which the page's policy forbids
  const column = (names: readonly string[]) => columns.findIndex((c) => names.includes(c.trim().toLowerCase()));
  const [lon, lat, shape] = [column(lonNames), column(latNames), column(wktNames)];
  if (shape < 0 && (lon < 0 || lat < 0)) throw new Refusal('columns', columns.join(', ').slice(0, 120));
  return {
    type: 'FeatureCollection',
    features: rows.map((row, i): GeoJSON.Feature => {
      const [x, y] = [Number(row[lon] || NaN), Number(row[lat] || NaN)];
      const written = row[shape];
      const geometry = shape >= 0 ? (written ? wkt(written) : null) : Number.isFinite(x) && Number.isFinite(y) ? { type: 'Point' as const, coordinates: [x, y] } : null;
      if (written && !geometry) throw new Refusal('broken', `line ${i + 2}: ${written.slice(0, 40)}`);
      return { type: 'Feature', geometry: geometry as GeoJSON.Geometry, properties: Object.fromEntries(columns.flatMap((c, k) => (k === shape ? [] : [[c, row[k] ?? null]]))) };
    }),
  };
}

function fromKml(text: string): GeoJSON.FeatureCollection {
  let fault = '';
  const document = new DOMParser({ onError: (level, message) => { if (level !== 'warning') fault ||= String(message); } }).parseFromString(text, 'text/xml');
  if (fault) throw new Refusal('broken', fault.split('\n')[0] ?? fault);
  return kml(document as unknown as Document) as GeoJSON.FeatureCollection;
}

async function fromShapefile(bytes: ArrayBuffer): Promise<GeoJSON.FeatureCollection> {
  const found = await shp(bytes);
  const all = Array.isArray(found) ? found : [found];
  return { type: 'FeatureCollection', features: all.flatMap((c) => c.features) };
}

function count(geometry: GeoJSON.Geometry): number {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.reduce((n, g) => n + count(g), 0);
  const walk = (c: unknown): number => (Array.isArray(c) ? (typeof c[0] === 'number' ? 1 : c.reduce<number>((n, each) => n + walk(each), 0)) : 0);
  return walk(geometry.coordinates);
}
