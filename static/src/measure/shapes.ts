import type { Drawn } from '../state.ts';

/** A drawn shape as GeoJSON, lon/lat; rings anticlockwise as RFC 7946 winds. */
export function geometryOf({ form, at }: Drawn): GeoJSON.Geometry {
  const positions = at.map(([lon, lat]) => [lon, lat]);
  if (form === 'point') return { type: 'Point', coordinates: positions[0] ?? [] };
  if (form === 'line') return { type: 'LineString', coordinates: positions };
  return { type: 'Polygon', coordinates: [turn(at) < 0 ? positions.reverse() : positions] };
}

/** Twice the signed area in degrees: positive is anticlockwise. */
function turn(ring: Drawn['at']): number {
  return ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length] ?? [x, y];
    return sum + x * v - u * y;
  }, 0);
}

/** The shape as CQL2 and well-known text write it. */
export function wktOf(shape: Drawn): string {
  const list = shape.at.map(([lon, lat]) => `${lon} ${lat}`).join(', ');
  return shape.form === 'point' ? `POINT(${list})` : shape.form === 'line' ? `LINESTRING(${list})` : `POLYGON((${list}))`;
}
