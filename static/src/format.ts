import type { Lang } from './state.ts';

/** Between number and unit: thin and unbreakable. */
const thin = '\u202f';

const locale = (lang: Lang): string => (lang === 'zh' ? 'zh-CN' : 'en-GB');

function fixed(value: number, digits: number, lang: Lang): string {
  return value.toLocaleString(locale(lang), { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A number of people. zh: 万 with one decimal from 10 000; en: k, M. Below that grouped digits. */
export function people(value: number, lang: Lang): string {
  const n = Math.round(value);
  if (n < 10_000) return fixed(n, 0, lang);
  if (lang === 'zh') return `${fixed(n / 10_000, 1, lang)}${thin}万`;
  return n < 999_500 ? `${fixed(n / 1000, 0, lang)}${thin}k` : `${fixed(n / 1e6, 2, lang)}${thin}M`;
}

/** A share given in percent, one decimal. */
export function percent(value: number, lang: Lang): string {
  return `${fixed(value, 1, lang)}${thin}%`;
}

/** One decimal, as printed: what differences between printed shares are made of. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

export function decimal(value: number, digits: number, lang: Lang): string {
  return fixed(value, digits, lang);
}

/** Metres under 1 km, kilometres with one decimal from there. */
export function distance(metres: number, lang: Lang): string {
  if (metres < 1000) return `${fixed(metres, 0, lang)}${thin}m`;
  return `${fixed(metres / 1000, metres % 1000 === 0 ? 0 : 1, lang)}${thin}km`;
}

/** Two significant digits, for what comes from schematic geometry. */
export function rough(value: number, lang: Lang): string {
  return Number(value.toPrecision(2)).toLocaleString(locale(lang));
}
