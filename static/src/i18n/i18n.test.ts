import { expect, test } from 'vitest';
import en from './en.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };
import { rowGroups, rows } from '../map/rows.ts';
import { translator } from './index.ts';

test('English has the keys of Chinese, no more, no fewer', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
});

test('both languages fill the same blanks', () => {
  const blanks = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort();
  for (const [key, text] of Object.entries(zh)) {
    expect(blanks(en[key as keyof typeof en]), key).toEqual(blanks(text));
  }
});

test('every row and group of the legend has a name', () => {
  for (const row of rows) expect(zh, row.key).toHaveProperty([`row.${row.key}`]);
  for (const group of rowGroups) expect(zh, group).toHaveProperty([`group.${group}`]);
});

test('blanks without a value stay visible', () => {
  expect(translator('zh')('coverage.sites.count', {})).toBe('{count} 站');
  expect(translator('en')('coverage.sites.count', { count: 54 })).toBe('54 stations');
});

test('English counts one thing as one', () => {
  for (const [count, said] of [[0, '0 rows'], [1, '1 row'], [2, '2 rows']] as const) expect(translator('en')('table.count', { count })).toBe(said);
});
