import { formatPolyline, parsePolyline } from './polyline.ts';
import type { Drawn } from './state.ts';

/** The polygon of an area written `poly:` and a polyline, closed; null for any other area. */
export function drawnArea(area: string): GeoJSON.Polygon | null {
  const points = area.startsWith('poly:') ? parsePolyline(area.slice(5)) : null;
  if (!points || points.length < 3) return null;
  const [first, last] = [points[0], points[points.length - 1]];
  const ring = points.map(([lon, lat]) => [lon, lat]);
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) ring.push([first[0], first[1]]);
  return { type: 'Polygon', coordinates: [ring] };
}

/** A shape drawn on the map as the area of a question; null for what is no area. */
export function areaOf(shape: Drawn): string | null {
  return shape.form === 'area' && shape.at.length >= 3 ? `poly:${formatPolyline(shape.at)}` : null;
}
