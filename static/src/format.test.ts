import { expect, test } from 'vitest';
import { distance, people, percent, rough, tenth } from './format.ts';

test.each([
  [9999.4, 'zh', '9,999'], [10_000, 'zh', '1.0\u202f万'], [780_321, 'zh', '78.0\u202f万'],
  [9_999, 'en', '9,999'], [780_321, 'en', '780\u202fk'], [999_499, 'en', '999\u202fk'], [999_500, 'en', '1.00\u202fM'], [2_626_000, 'en', '2.63\u202fM'], [0, 'en', '0'],
] as const)('people %d in %s', (value, lang, want) => {
  expect(people(value, lang)).toBe(want);
});

test.each([[100, '100\u202fm'], [999, '999\u202fm'], [1000, '1\u202fkm'], [1250, '1.3\u202fkm']] as const)('distance %d', (metres, want) => {
  expect(distance(metres, 'en')).toBe(want);
});

test('shares are printed and compared at one decimal', () => {
  expect(percent(23.449, 'zh')).toBe('23.4\u202f%');
  expect(tenth(36.05) - tenth(19.5)).toBeCloseTo(16.6);
});

test('schematic numbers keep two digits', () => {
  expect(rough(19.64, 'zh')).toBe('20');
  expect(rough(1234, 'en')).toBe('1,200');
});
