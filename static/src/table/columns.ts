import type { Column } from './filter.ts';
import type { Schema } from '../api/types.ts';
import type { Lang } from '../state.ts';

/** Of the properties all layers share, those worth a column from the start. */
const common = ['status', 'horizon', 'method', 'accuracy_m', 'plan_ref'];
/** For machines, or said better elsewhere. */
const never = new Set(['id', 'geometry', 'label_point', 'label_line', 'name_py', 'name_py_initials', 'crs_original', 'kind', 'open', 'retrieved', 'status_note', 'plan_clause', 'source', 'licence']);
const long = new Set(['plan_text', 'note', 'content_zh', 'table_title']);

interface Property {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly 'x-ogc-title-zh'?: string;
  readonly 'x-ogc-title-en'?: string;
  readonly 'x-ogc-unit-text'?: string;
}

/** The columns a layer can show, names first, then its own properties, then what all layers share; and which show from the start. */
export function columnsOf(schema: Schema, lang: Lang): { readonly all: readonly Column[]; readonly first: ReadonlySet<string> } {
  const properties = schema.properties as Readonly<Record<string, Property>>;
  const names = Object.keys(properties).filter((name) => !never.has(name));
  const rank = (name: string): number => (name === `name_${lang}` ? 0 : name === (lang === 'zh' ? 'name_en' : 'name_zh') ? 1 : common.includes(name) ? 3 : long.has(name) ? 4 : 2);
  names.sort((a, b) => rank(a) - rank(b));
  const all = names.map((name): Column => {
    const p = properties[name] ?? {};
    const unit = p['x-ogc-unit-text'];
    return {
      name,
      type: p.enum ? 'choice' : p.type === 'number' || p.type === 'integer' ? 'number' : p.type === 'boolean' ? 'boolean' : p.type === 'array' ? 'list' : 'text',
      title: `${(lang === 'en' ? p['x-ogc-title-en'] : p['x-ogc-title-zh']) ?? name}${unit ? ` (${unit})` : ''}`,
      choices: p.enum ?? [],
    };
  });
  return { all, first: new Set(names.filter((name) => rank(name) < 4 && name !== (lang === 'zh' ? 'name_en' : 'name_zh'))) };
}
