/** A point of the search box, lon/lat in degrees as typed; its datum is for the reader to say. */
export interface Typed {
  readonly lon: number;
  readonly lat: number;
}

/** `116.70,39.91`, also the other way round and with a Chinese comma or a space. Null for anything else, or outside of the Earth. */
export function parseCoordinates(text: string): Typed | null {
  const parts = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*(?:[,，;；]|\s)\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  if (!parts) return null;
  const [a, b] = [Number(parts[1]), Number(parts[2])];
  if (Math.abs(a) <= 180 && Math.abs(b) <= 90) return { lon: a, lat: b };
  return Math.abs(a) <= 90 && Math.abs(b) <= 180 ? { lon: b, lat: a } : null;
}

const axis = 6378245.0; // metres, Krasovsky 1940 semi-major axis, as GCJ-02 uses it
const ee = 0.00669342162296594323; // squared eccentricity

/** How GCJ-02 shifts a WGS 84 point, degrees; the publicly known polynomial of the Chinese web maps. */
function shift(lon: number, lat: number): [number, number] {
  const x = lon - 105;
  const y = lat - 35;
  const { sin, sqrt, abs, PI, cos } = Math;
  const wave = (20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2 / 3;
  const dLat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    + (20 * sin(y * PI) + 40 * sin(y / 3 * PI)) * 2 / 3 + (160 * sin(y / 12 * PI) + 320 * sin(y * PI / 30)) * 2 / 3;
  const dLon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    + (20 * sin(x * PI) + 40 * sin(x / 3 * PI)) * 2 / 3 + (150 * sin(x / 12 * PI) + 300 * sin(x / 30 * PI)) * 2 / 3;
  const radians = lat / 180 * PI;
  const magic = 1 - ee * sin(radians) ** 2;
  return [dLon * 180 / (axis / sqrt(magic) * cos(radians) * PI), dLat * 180 / (axis * (1 - ee) / (magic * sqrt(magic)) * PI)];
}

export function toGcj02({ lon, lat }: Typed): Typed {
  const [dLon, dLat] = shift(lon, lat);
  return { lon: lon + dLon, lat: lat + dLat };
}

/** The WGS 84 point of a GCJ-02 one, to a millimetre, by fixed-point iteration. */
export function fromGcj02(typed: Typed): Typed {
  let { lon, lat } = typed;
  for (let i = 0; i < 8; i++) {
    const there = toGcj02({ lon, lat });
    lon += typed.lon - there.lon;
    lat += typed.lat - there.lat;
  }
  return { lon, lat };
}
