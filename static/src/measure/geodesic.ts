import geodesic from 'geographiclib-geodesic';

const { WGS84 } = geodesic.Geodesic;

type Point = readonly [lon: number, lat: number];

/** Length of a line on the WGS 84 ellipsoid, metres (Karney 2013). 0 for fewer than two points. */
export function length(points: readonly Point[]): number {
  let sum = 0;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    sum += WGS84.Inverse(a[1], a[0], b[1], b[0]).s12 ?? 0;
  }
  return sum;
}

/** Area of a simple ring on the WGS 84 ellipsoid, m², and its perimeter, metres. The closing point may be there or not. */
export function area(ring: readonly Point[]): { readonly area: number; readonly perimeter: number } {
  const polygon = WGS84.Polygon(false);
  const [first, last] = [ring[0], ring.at(-1)];
  const closed = first && last && ring.length > 1 && first[0] === last[0] && first[1] === last[1];
  for (const [lon, lat] of closed ? ring.slice(0, -1) : ring) polygon.AddPoint(lat, lon);
  const result = polygon.Compute(false, true);
  return { area: Math.abs(result.area ?? 0), perimeter: result.perimeter };
}
