const earthRadius = 6371008.8; // metres, mean radius (IUGG); a drawn circle, never a measure

/** A circle of `radius` metres around a lon/lat point as a closed ring of 64 sides, for drawing. */
export function circle(centre: readonly [lon: number, lat: number], radius: number): GeoJSON.Polygon {
  const rad = Math.PI / 180;
  const lat = centre[1] * rad;
  const lon = centre[0] * rad;
  const d = radius / earthRadius;
  const ring: [number, number][] = [];
  for (let i = 0; i <= 64; i++) {
    const bearing = (-(i % 64) / 64) * 2 * Math.PI; // anticlockwise, as RFC 7946 winds
    const y = Math.asin(Math.sin(lat) * Math.cos(d) + Math.cos(lat) * Math.sin(d) * Math.cos(bearing));
    const x = lon + Math.atan2(Math.sin(bearing) * Math.sin(d) * Math.cos(lat), Math.cos(d) - Math.sin(lat) * Math.sin(y));
    ring.push([x / rad, y / rad]);
  }
  return { type: 'Polygon', coordinates: [ring] };
}
