import proj4 from 'proj4';
import { fromGcj02 } from '../search/coordinates.ts';

/** Systems a reader may say his numbers are in. Three-degree Gauss–Krüger zones by central meridian; x is easting. */
export const systems = ['lonlat', 'latlon', 'gcj02', '4547', '4548', '4549', '4526', '4527', '4528', '3857', '32650'] as const;
export type System = (typeof systems)[number];

const gk = (meridian: number, zone: number | null): string => `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${zone === null ? 500000 : zone * 1e6 + 500000} +y_0=0 +ellps=GRS80 +units=m +no_defs`;
const definitions: Partial<Record<System, string>> = {
  4547: gk(114, null), 4548: gk(117, null), 4549: gk(120, null), 4526: gk(114, 38), 4527: gk(117, 39), 4528: gk(120, 40), 3857: 'EPSG:3857', 32650: '+proj=utm +zone=50 +datum=WGS84 +units=m +no_defs',
};

/** Whether all points could be longitude and latitude in China and its surroundings; if not, the reader is asked. */
export function plausible(collection: GeoJSON.FeatureCollection): boolean {
  let inside = true;
  each(collection, ([x = NaN, y = NaN]) => {
    inside &&= x >= 70 && x <= 140 && y >= 3 && y <= 56;
    return [x, y];
  });
  return inside;
}

/** The system the numbers look like, to offer first. */
export function guess(collection: GeoJSON.FeatureCollection): System {
  const first: number[] = [];
  each(collection, (at) => {
    if (!first.length) first.push(...at);
    return [...at];
  });
  const [x = 0, y = 0] = first;
  if (Math.abs(x) <= 90 && Math.abs(y) <= 180) return x >= 3 && x <= 56 && y >= 70 ? 'latlon' : 'lonlat';
  if (x >= 39e6 && x < 40e6) return '4527';
  if (x > 1.2e7) return '3857';
  return '4548';
}

/** The same features in lon/lat, WGS 84. */
export function placed(collection: GeoJSON.FeatureCollection, system: System): GeoJSON.FeatureCollection {
  const definition = definitions[system];
  const convert = definition ? proj4(definition, 'WGS84') : null;
  return each(collection, ([x = NaN, y = NaN]) => {
    if (system === 'latlon') return [y, x];
    if (system === 'gcj02') {
      const { lon, lat } = fromGcj02({ lon: x, lat: y });
      return [lon, lat];
    }
    return convert ? convert.forward([x, y]) : [x, y];
  });
}

function each(collection: GeoJSON.FeatureCollection, change: (at: readonly number[]) => number[]): GeoJSON.FeatureCollection {
  const walk = (c: unknown): unknown => (Array.isArray(c) ? (typeof c[0] === 'number' ? change(c as number[]) : c.map(walk)) : c);
  const geometry = (g: GeoJSON.Geometry): GeoJSON.Geometry => (g.type === 'GeometryCollection'
    ? { ...g, geometries: g.geometries.map(geometry) } : ({ ...g, coordinates: walk(g.coordinates) } as GeoJSON.Geometry));
  return { ...collection, features: collection.features.map((f) => (f.geometry ? { ...f, geometry: geometry(f.geometry) } : f)) };
}
