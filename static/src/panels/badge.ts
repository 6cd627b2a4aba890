import type { App } from '../app.ts';
import type { Method, Provenance } from '../api/types.ts';
import { h } from '../dom.ts';
import { distance } from '../format.ts';

/** Glyph, word and border say the method; never colour alone. Weakest last. */
const glyphs: Record<Method, string> = {
  official: '✓', osm: '◇', traced: '✎', digitised: '✎', estimate: '∑', schematic: '≈', unknown: '?', unlocated: '∅',
};
const strength = Object.keys(glyphs) as Method[];

/** The weakest of several methods, and how many there are. Null when there is none. */
export function weakest(methods: Readonly<Partial<Record<Method, number>>>): { method: Method; kinds: number } | null {
  const present = strength.filter((m) => (methods[m] ?? 0) > 0 && m !== 'unlocated');
  const method = present.at(-1) ?? ((methods.unlocated ?? 0) > 0 ? 'unlocated' : undefined);
  return method ? { method, kinds: present.length } : null;
}

/** How something was got, with source, licence, date and accuracy as its tooltip. */
export function badge(app: App, method: Method, provenance: Provenance = {}, counts?: Readonly<Partial<Record<Method, number>>>): HTMLElement {
  const t = app.t();
  const { lang } = app.state.get();
  const mixed = counts ? strength.filter((m) => (counts[m] ?? 0) > 0) : [];
  const title = [
    mixed.length > 1 && mixed.map((m) => `${t(`method.${m}`)} ${counts?.[m]}`).join(' · '),
    provenance.source && `${t('layers.source')}: ${provenance.source}`,
    provenance.licence && `${t('layers.licence')}: ${provenance.licence}`,
    provenance.retrieved && `${t('layers.retrieved')}: ${provenance.retrieved}`,
    provenance.accuracy_m && `± ${distance(provenance.accuracy_m, lang)}`,
  ].filter(Boolean).join('\n');
  return h(
    'span',
    { class: `badge badge-${method}`, ...(title ? { title } : {}) },
    h('span', { 'aria-hidden': 'true' }, glyphs[method]),
    ` ${t(`method.${method}`)}`,
    mixed.length > 1 && h('sup', { 'aria-hidden': 'true' }, `+${mixed.length - 1}`),
  );
}
