import { describe, expect, test } from 'vitest';
import { find } from './match.ts';
import type { Entry } from './match.ts';

const entry = (collection: string, id: string, zh: string, en: string, pinyin: string, content = ''): Entry => ({
  collection, id, zh, en, pinyin, initials: pinyin.split(' ').map((s) => s[0] ?? '').join(''), content, horizon: 'now', method: 'osm', hint: '',
});
const entries = [
  entry('layout', 'zjw', '张家湾设计小镇', 'Zhangjiawan Design Town', 'zhang jia wan she ji xiao zhen', '围绕“设计小镇、智慧小镇”定位'),
  entry('townships', 'zjw-town', '张家湾镇', 'Zhangjiawan Town', 'zhang jia wan zhen'),
  entry('townships', 'hx', '漷县镇', 'Huoxian Town', 'huo xian zhen'),
  entry('rail-stations', 'lc', '潞城', 'Lucheng', 'lu cheng'),
  entry('townships', 'lc-town', '潞城镇', 'Lucheng Town', 'lu cheng zhen'),
  entry('rail-stations', 'hq', '环球度假区', 'Universal Resort', 'huan qiu du jia qu'),
  entry('places', 'hq-park', '北京环球主题公园', 'Universal Studios Beijing', 'bei jing huan qiu zhu ti gong yuan'),
  entry('key-projects', 'jd', '吉电进京', '', 'ji dian jin jing', '引入吉林绿电'),
];
const ids = (q: string): string[] => find(entries, q).flatMap((g) => g.hits.map((h) => `${h.entry.id} ${h.tier}`));

describe('what is found, best first', () => {
  test.each([
    ['环球', ['hq prefix', 'hq-park within']],
    ['zjwsj', ['zjw initials']],
    ['zjw', ['zjw initials', 'zjw-town initials']],
    ['hx', ['hx initials']],
    ['lc', ['lc initials', 'lc-town initials']],
    ['潞城', ['lc exact', 'lc-town prefix']],
    ['lucheng', ['lc exact', 'lc-town prefix']],
    ['huoxian', ['hx prefix']],
    ['huo xi', ['hx pinyin']],
    ['huanqiudu', ['hq pinyin']],
    ['智慧小镇', ['zjw content']],
    ['绿电', ['jd content']],
    ['ＬＵＣＨＥＮＧ', ['lc exact', 'lc-town prefix']],
    ['没有', []],
    ['  ', []],
  ])('%s', (query, want) => expect(ids(query)).toEqual(want));
});

test('the matched part is marked: in the name, by its syllables, in running text', () => {
  const marked = (q: string): string => {
    const { text, mark } = find(entries, q)[0]!.hits[0]!;
    return text.slice(...mark);
  };
  expect(marked('环球')).toBe('环球');
  expect(marked('jiawan')).toBe('jiawan');
  expect(marked('sheji')).toBe('设计');
  expect(marked('zjwsj')).toBe('张家湾设计');
  expect(marked('智慧')).toBe('智慧');
});

test('a group lists eight and counts all', () => {
  const many = Array.from({ length: 20 }, (_, i) => entry('places', `p${i}`, `甲${i}`, '', 'jia'));
  expect(find(many, '甲')[0]).toMatchObject({ total: 20, hits: { length: 8 } });
});
