import en from './en.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };
import type { Lang } from '../state.ts';

export type Key = keyof typeof zh;
const texts: Record<Lang, Record<Key, string>> = { zh, en };

/** A text in one language, `{name}` replaced by its value and `{name|row|rows}` by the first word for 1, else the second. */
export type Translate = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

export function translator(lang: Lang): Translate {
  return (key, values = {}) => texts[lang][key].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) =>
    many === undefined ? String(values[name] ?? whole) : String(values[name] === 1 ? one : many));
}

/** A key built at run time, `row.${id}`: null when the dictionary has no such text, so that foreign data show their own words. */
export function keyOf(text: string): Key | null {
  return text in zh ? (text as Key) : null;
}

/** The dictionary's word for a value, `status` `existing`, or the value itself. */
export function word(t: Translate, group: string, value: string): string {
  const key = keyOf(`${group}.${value}`);
  return key ? t(key) : value;
}
