import { isUncertain } from '../map/layers/kit.ts';
import type { App } from '../app.ts';
import type { Feature, Scalar, Schema } from '../api/types.ts';
import { h } from '../dom.ts';
import { decimal, rough } from '../format.ts';
import { word } from '../i18n/index.ts';

/** Shown elsewhere on the card, or made for machines. */
const elsewhere = new Set([
  'id', 'geometry', 'name_zh', 'name_en', 'name_py', 'name_py_initials', 'kind', 'category', 'status', 'status_note', 'horizon', 'plan_ref',
  'plan_clause', 'plan_text', 'label_point', 'source', 'licence', 'open', 'retrieved', 'method', 'crs_original', 'accuracy_m', 'note',
]);

const chinese = /\p{Script=Han}/u;

/** A value of the page, marked as Chinese inside an English one. */
export function said(app: App, text: string): HTMLElement {
  return h('span', app.state.get().lang === 'en' && chinese.test(text) ? { lang: 'zh' } : {}, text);
}

export function fact(app: App, label: string, value: string | null | undefined): HTMLElement | null {
  return value ? h('div', {}, h('dt', {}, label), h('dd', {}, said(app, value))) : null;
}

/** Status and horizon, then the layer's own attributes in the order and words of its schema. */
export function facts(app: App, feature: Feature, schema: Schema | undefined): HTMLElement {
  const t = app.t();
  const { lang } = app.state.get();
  const { properties } = feature;
  // The source's own wording, where it says more than the status does.
  const is = properties.status ?? '';
  const note = properties.status_note ?? '';
  const status = [is && word(t, 'status', is), note && !is.replace('_', ' ').startsWith(note) && note].filter(Boolean).join(' · ');
  const own = Object.entries(schema?.properties ?? {})
    .filter(([name]) => !elsewhere.has(name) && !otherLanguage(name, lang) && properties[name] !== feature.id)
    .map(([name, about]) => {
      const label = (lang === 'en' ? about['x-ogc-title-en'] : about['x-ogc-title-zh']) ?? name;
      return fact(app, label, valueText(app, name, properties[name], about['x-ogc-unit-text'], isUncertain(feature.properties)));
    });
  return h('dl', { class: 'facts' },
    fact(app, t('fact.status'), status),
    fact(app, t('fact.horizon'), properties.horizon ? word(t, 'horizon', properties.horizon) : null),
    ...own);
}

/** `line_zh` beside `line_en`: only the reader's language is shown. */
function otherLanguage(name: string, lang: 'zh' | 'en'): boolean {
  return name.startsWith('line_') && name.endsWith(lang === 'zh' ? '_en' : '_zh');
}

/** One value in words. A measure taken from schematic geometry says "about" and keeps two digits. */
function valueText(app: App, name: string, value: Feature['properties'][string], unit: string | undefined, schematic: boolean): string | null {
  const t = app.t();
  const { lang } = app.state.get();
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value)) return (value as readonly Scalar[]).join(lang === 'zh' ? '、' : ', ') || null;
  if (typeof value === 'boolean') return t(value ? 'card.yes' : 'card.no');
  if (typeof value === 'number') {
    const measured = unit === 'km' || unit === 'km²';
    const text = schematic && measured ? rough(value, lang) : unit ? decimal(value, Number.isInteger(value) ? 0 : 2, lang) : String(value);
    const words = unit && unit !== 'people' ? `${text}\u202f${unit}` : text;
    return schematic && measured ? t('card.about', { value: words }) : words;
  }
  return word(t, name, String(value));
}
