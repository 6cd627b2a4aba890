import { describe, expect, test } from 'vitest';
import { condition, together } from './filter.ts';
import type { Column } from './filter.ts';

const column = (type: Column['type']): Column => ({ name: 'x', type, title: 'x', choices: [] });

describe('what is typed under a column becomes CQL2', () => {
  test.each([
    ['text', '宋庄', "CASEI(x) LIKE CASEI('%宋庄%')"],
    ['text', "O'B 5%_\\", "CASEI(x) LIKE CASEI('%O''B 5\\%\\_\\\\%')"],
    ['number', '>5', 'x > 5'],
    ['number', '<= -2.5', 'x <= -2.5'],
    ['number', '5', 'x = 5'],
    ['number', '5..10', 'x BETWEEN 5 AND 10'],
    ['number', '>', null],
    ['number', 'abc', null],
    ['choice', 'planned', "x = 'planned'"],
    ['boolean', 'true', 'x = true'],
    ['list', 'tw-1', "A_CONTAINS(x, ('tw-1'))"],
    ['text', '  ', null],
  ] as const)('%s: %s', (type, typed, want) => expect(condition(column(type), typed)).toBe(want));
});

test('conditions join what was written by hand, which keeps its own OR', () => {
  expect(together('', [])).toBe('');
  expect(together('a = 1 OR b = 2', [])).toBe('a = 1 OR b = 2');
  expect(together('a = 1 OR b = 2', ['x > 5'])).toBe('(a = 1 OR b = 2) AND x > 5');
  expect(together('', ['x > 5', 'y = 1'])).toBe('x > 5 AND y = 1');
});
