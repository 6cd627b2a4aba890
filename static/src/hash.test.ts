import { describe, expect, test } from 'vitest';
import { formatHash, parseHash } from './hash.ts';
import type { State } from './state.ts';

const defaults: State = {
  camera: null, horizon: '2030', panel: 'layers', feature: null, rows: {}, lang: 'zh', theme: 'auto', radius: 500,
};

describe('the hash holds the state', () => {
  const cases: [string, Partial<State>, string][] = [
    ['defaults are not written', {}, ''],
    ['camera', { camera: { zoom: 12.15, lat: 39.893, lon: 116.676 } }, '#v=1&m=12.15/39.8930/116.6760'],
    ['horizon', { horizon: 'now' }, '#v=1&h=now'],
    ['feature with Chinese and separators', { feature: { collection: 'road-grid', id: 'road-横/1' } }, '#v=1&f=road-grid/road-横%2F1'],
    ['rows', { rows: { 'layout:core': { opacity: 40 }, 'road-grid:横': { on: false }, 'rail:beyond': { on: true, opacity: 0 } } },
      '#v=1&l=layout:core:40,+rail:beyond:0,-road-grid:横'],
    ['all together, in key order', { radius: 800, theme: 'dark', lang: 'en', panel: 'coverage', horizon: 'beyond' },
      '#v=1&h=beyond&p=coverage&lang=en&theme=dark&r=800'],
  ];
  test.each(cases)('%s', (_, patch, want) => {
    const state = { ...defaults, ...patch };
    expect(formatHash(state, defaults)).toBe(want);
    expect(parseHash(want, defaults)).toEqual({ state, bad: [] });
  });
});

describe('a bad value keeps the default and is named', () => {
  test.each([
    ['#v=1&h=2031', ['h']],
    ['#v=1&m=12/39', ['m']],
    ['#v=1&m=NaN/1/1', ['m']],
    ['#v=1&m=12/99/116', ['m']],
    ['#v=1&r=99', ['r']],
    ['#v=1&r=1e3', ['r']],
    ['#v=1&f=only-collection', ['f']],
    ['#v=1&f=a/%E0%A4', ['f']],
    ['#v=1&l=core:400', ['l']],
    ['#v=1&l=__proto__:40', ['l']],
    ['#v=1&p=__proto__&theme=pink', ['p', 'theme']],
    ['#v=1&unknown=1&&=x', []],
  ])('%s', (hash, bad) => {
    expect(parseHash(hash, defaults)).toEqual({ state: defaults, bad });
  });
});
