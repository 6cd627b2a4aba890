const kinds: Readonly<Record<string, readonly [GeoJSON.Geometry['type'], depth: number]>> = {
  POINT: ['Point', 0], MULTIPOINT: ['MultiPoint', 1], LINESTRING: ['LineString', 1], MULTILINESTRING: ['MultiLineString', 2], POLYGON: ['Polygon', 2], MULTIPOLYGON: ['MultiPolygon', 3],
};

/** Two-dimensional well-known text as GeoJSON; heights and measures are left out. null for anything it is not. */
export function wkt(text: string): GeoJSON.Geometry | null {
  const parts = /^\s*(?:SRID=\d+;)?\s*([A-Z]+)(?:\s+(?:Z|M|ZM))?\s*(\(.*\))\s*$/is.exec(text);
  const kind = kinds[parts?.[1]?.toUpperCase() ?? ''];
  if (!parts?.[2] || !kind) return null;
  // MULTIPOINT ((1 2), (3 4)) is also written (1 2, 3 4).
  const body = kind[0] === 'MultiPoint' ? `(${parts[2].slice(1, -1).replace(/[()]/g, '')})` : parts[2];
  const json = body
    .replace(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?:\s+-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)+/gi, (pair) => `[${pair.trim().split(/\s+/).slice(0, 2).map(Number).join(',')}]`)
    .replaceAll('(', '[').replaceAll(')', ']');
  try {
    const value: unknown = JSON.parse(json);
    const coordinates = kind[0] === 'Point' ? (value as unknown[])[0] : value;
    return depth(coordinates) === kind[1] ? ({ type: kind[0], coordinates } as GeoJSON.Geometry) : null;
  } catch {
    return null;
  }
}

/** How many arrays stand around a position; -1 for what is not one. */
function depth(value: unknown): number {
  if (!Array.isArray(value) || !value.length) return -1;
  if (typeof value[0] === 'number') return value.length === 2 ? 0 : -1;
  const inner = value.map(depth);
  return inner.some((d) => d < 0 || d !== inner[0]) ? -1 : inner[0]! + 1;
}
