import { area, length } from './geodesic.ts';

type Ring = readonly (readonly [number, number])[];

/** Area of polygons in km² (holes taken out) or length of lines in km, on the ellipsoid; null for points and collections. */
export function sizeOf(geometry: GeoJSON.Geometry): { readonly value: number; readonly unit: 'km²' | 'km' } | null {
  const rings = (polygon: GeoJSON.Position[][]): number => polygon.reduce((sum, ring, i) => sum + (i ? -1 : 1) * area(ring as unknown as Ring).area, 0) / 1e6;
  const line = (points: GeoJSON.Position[]): number => length(points as unknown as Ring) / 1000;
  switch (geometry.type) {
    case 'Polygon': return { value: rings(geometry.coordinates), unit: 'km²' };
    case 'MultiPolygon': return { value: geometry.coordinates.reduce((sum, p) => sum + rings(p), 0), unit: 'km²' };
    case 'LineString': return { value: line(geometry.coordinates), unit: 'km' };
    case 'MultiLineString': return { value: geometry.coordinates.reduce((sum, l) => sum + line(l), 0), unit: 'km' };
    default: return null;
  }
}
