const scale = 1e5; // 1e-5 degrees, about a metre

type Point = readonly [lon: number, lat: number];

/** Points as Google's encoded polyline, five decimals, latitude first as the format has it. */
export function formatPolyline(points: readonly Point[]): string {
  let out = '';
  let last: [number, number] = [0, 0];
  for (const [lon, lat] of points) {
    const now: [number, number] = [Math.round(lat * scale), Math.round(lon * scale)];
    for (const i of [0, 1] as const) {
      const delta = now[i] - last[i];
      let bits = delta < 0 ? ~(delta << 1) : delta << 1;
      while (bits >= 0x20) {
        out += String.fromCharCode((0x20 | (bits & 0x1f)) + 63);
        bits >>>= 5;
      }
      out += String.fromCharCode(bits + 63);
    }
    last = now;
  }
  return out;
}

/** The points of an encoded polyline; null when it is cut short, has a foreign character or leaves the Earth. */
export function parsePolyline(text: string): Point[] | null {
  const points: Point[] = [];
  let [lat, lon] = [0, 0];
  let at = 0;
  const next = (): number | null => {
    let bits = 0;
    for (let shift = 0; shift <= 30; shift += 5) {
      const code = text.charCodeAt(at++) - 63;
      if (!(code >= 0 && code < 64)) return null;
      bits |= (code & 0x1f) << shift;
      if (code < 0x20) return bits & 1 ? ~(bits >>> 1) : bits >>> 1;
    }
    return null;
  };
  while (at < text.length) {
    const [dLat, dLon] = [next(), next()];
    if (dLat === null || dLon === null) return null;
    lat += dLat;
    lon += dLon;
    if (Math.abs(lat) > 90 * scale || Math.abs(lon) > 180 * scale) return null;
    points.push([lon / scale, lat / scale]);
  }
  return points;
}
