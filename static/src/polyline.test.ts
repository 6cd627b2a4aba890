import { expect, test } from 'vitest';
import { formatPolyline, parsePolyline } from './polyline.ts';

// The example of the format's own description (Google Maps Platform, "Encoded Polyline Algorithm Format").
const example: [number, number][] = [[-120.2, 38.5], [-120.95, 40.7], [-126.453, 43.252]];

test('the published example', () => {
  expect(formatPolyline(example)).toBe('_p~iF~ps|U_ulLnnqC_mqNvxq`@');
  expect(parsePolyline('_p~iF~ps|U_ulLnnqC_mqNvxq`@')).toEqual(example);
});

test('what it writes it reads, to the fifth decimal', () => {
  for (let i = 0; i < 200; i++) {
    const points = Array.from({ length: 1 + (i % 7) }, (_, k): [number, number] => [
      Math.round(Math.sin(i * 7.3 + k) * 180e5) / 1e5, Math.round(Math.cos(i * 3.1 + k * 2) * 90e5) / 1e5,
    ]);
    expect(parsePolyline(formatPolyline(points))).toEqual(points);
  }
});

test.each(['_p~iF~ps|', '_p~iF', '中', '~~~~~~~~~~~~', '_p~iF ~ps|U'])('refuses %s', (text) => {
  expect(parsePolyline(text)).toBeNull();
});
