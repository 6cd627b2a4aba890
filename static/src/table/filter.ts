/** What a column may be asked, by its type in the layer's schema. */
export interface Column {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'choice' | 'list';
  readonly title: string;
  readonly choices: readonly string[];
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

/**
 * A column's condition as CQL2 text, from what the reader typed: words to be
 * contained; `>5`, `<=5`, `5..10` or `5` for numbers. null while it is not (yet)
 * a condition.
 */
export function condition(column: Column, typed: string): string | null {
  const text = typed.trim();
  if (!text) return null;
  const { name } = column;
  if (column.type === 'number') {
    const range = /^(\S+?)\s*(?:\.\.|~)\s*(\S+)$/.exec(text);
    if (range?.[1] && range[2] && isNumber(range[1]) && isNumber(range[2])) return `${name} BETWEEN ${range[1]} AND ${range[2]}`;
    const compared = /^(<=|>=|<|>|=)?\s*(-?\d+(?:\.\d+)?)$/.exec(text);
    return compared ? `${name} ${compared[1] ?? '='} ${compared[2]}` : null;
  }
  if (column.type === 'boolean') return `${name} = ${text === 'true'}`;
  if (column.type === 'choice') return `${name} = ${quoted(text)}`;
  if (column.type === 'list') return `A_CONTAINS(${name}, (${quoted(text)}))`;
  return `CASEI(${name}) LIKE CASEI(${quoted(`%${text.replace(/[\\%_]/g, '\\$&')}%`)})`;
}

/** All conditions together with what was written by hand. */
export function together(written: string, conditions: readonly string[]): string {
  const hand = written.trim();
  const first = hand && conditions.length ? [`(${hand})`] : hand ? [hand] : [];
  return [...first, ...conditions].join(' AND ');
}
