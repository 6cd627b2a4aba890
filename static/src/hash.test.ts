import { describe, expect, test } from 'vitest';
import { formatHash, parseHash } from './hash.ts';
import { standardCompare, standardQuestion } from './question.ts';
import type { State } from './state.ts';

const defaults: State = {
  camera: null, horizon: '2030', panel: 'layers', feature: null, rows: {}, basemap: 'vector', lang: 'zh', theme: 'auto', radius: 500,
  near: null, drawn: [], table: { layer: 'key-projects', filter: '', sort: '' }, clause: null,
  question: standardQuestion, compare: standardCompare, gaps: false, town: null, sealed: null,
};

describe('the hash holds the state', () => {
  const cases: [string, Partial<State>, string][] = [
    ['defaults are not written', {}, ''],
    ['a link says its language, whoever opens it', { lang: 'en' }, '#v=1&lang=en'],
    ['camera', { camera: { zoom: 12.15, lat: 39.893, lon: 116.676 } }, '#v=1&m=12.15/39.8930/116.6760&lang=zh'],
    ['horizon', { horizon: 'now' }, '#v=1&h=now&lang=zh'],
    ['feature with Chinese and separators', { feature: { collection: 'road-grid', id: 'road-横/1' } }, '#v=1&f=road-grid/road-横%2F1&lang=zh'],
    ['rows', { rows: { 'layout:core': { opacity: 40 }, 'road-grid:横': { on: false }, 'rail:beyond': { on: true, opacity: 0 } } },
      '#v=1&l=layout:core:40,+rail:beyond:0,-road-grid:横&lang=zh'],
    ['basemap', { basemap: 'tdt-img' }, '#v=1&b=tdt-img&lang=zh'],
    ['near', { near: { lon: 116.7, lat: 39.91, radius: 500 } }, '#v=1&lang=zh&near=116.70000,39.91000,500'],
    ['drawn', { drawn: [{ form: 'line', at: [[-120.2, 38.5], [-120.95, 40.7], [-126.453, 43.252]] }, { form: 'point', at: [[116.7, 39.9]] }] },
      '#v=1&lang=zh&g=l_p~iF~ps%7CU_ulLnnqC_mqNvxq%60@,p_~orF_~ggU'],
    ['table', { table: { layer: 'layout', filter: "category = 'town' AND name_zh LIKE '%镇'", sort: '-name_zh' } },
      "#v=1&lang=zh&t=layout&q=category%20%3D%20'town'%20AND%20name_zh%20LIKE%20'%25镇'&s=-name_zh"],
    ['clause', { clause: 'ch03-s3' }, '#v=1&lang=zh&c=ch03-s3'],
    ['a coverage question',
      { question: { rule: 'walk', from: 'entrances', kinds: ['metro', 'tram'], lines: ['M101', '22'], demand: ['people', 'jobs'], area: 'tw-110112120',
        edits: { add: [{ id: 'new-1', at: [116.649, 39.8993], name: 'A' }, { id: 'new-2', at: [116.7, 39.9], name: '南站; 东@1' }], remove: ['st-1-06'], move: [{ id: 'st-6-10', to: [116.7512, 39.90001] }] } } },
      '#v=1&lang=zh&rule=walk&from=entrances&k=metro,tram&d=people,jobs&a=tw-110112120&lines=M101,22&add=A@116.64900,39.89930;南站%3B%20东%401@116.70000,39.90000&rm=st-1-06&mv=st-6-10@116.75120,39.90001'],
    ['a drawn area', { question: { ...standardQuestion, area: 'poly:obcrF_tzeU_ibE?~hbE_ibE' } }, '#v=1&lang=zh&a=poly:obcrF_tzeU_ibE?~hbE_ibE'],
    ['two horizons', { panel: 'compare', compare: { left: 'now', right: 'beyond', at: 0.2, mode: 'diff' } }, '#v=1&p=compare&lang=zh&cmp=now~beyond@0.20~diff'],
    ['gaps on the map', { gaps: true }, '#v=1&lang=zh&gp=1'],
    ['the township of the stations', { town: 'tw-110112004' }, '#v=1&lang=zh&tw=tw-110112004'],
    ['what the answer was', { sealed: '259fb847:12.6' }, '#v=1&lang=zh&dg=259fb847:12.6'],
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
    ['#v=1&near=116.7,39.9', ['near']],
    ['#v=1&near=116.7,99,500', ['near']],
    ['#v=1&g=x_p~iF', ['g']],
    ['#v=1&g=a_p~iF~ps%7CU', ['g']],
    ['#v=1&s=name', ['s']],
    ['#v=1&unknown=1&&=x', []],
    ['#v=1&rule=swim&from=x&k=boat', ['rule', 'from', 'k']],
    ['#v=1&add=A@116&rm=&mv=x@1,99', ['add', 'rm', 'mv']],
    ['#v=1&a=poly:~', ['a']],
    ['#v=1&cmp=now~then&dg=x', ['cmp', 'dg']],
  ])('%s', (hash, bad) => {
    expect(parseHash(hash, defaults)).toEqual({ state: defaults, bad });
  });
});
