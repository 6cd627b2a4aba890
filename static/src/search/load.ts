import type { Entry } from './match.ts';
import type { App } from '../app.ts';
import type { Collection, Feature } from '../api/types.ts';

/** Layers with more features than this are not held in the page; the server is asked instead. */
const held = 2000;

/**
 * Everything that can be found by name, fetched once: the features of all
 * layers of moderate size, then the clauses of the plan. `more` is called
 * after each, so that names answer before the long text is there.
 */
export async function loadEntries(app: App, more: (entries: readonly Entry[]) => void): Promise<void> {
  const known = app.data.get().collections;
  const collections = known.length ? known : await app.client.collections();
  const named = collections.filter((c) => (c.item_count ?? 0) <= held);
  const perLayer = await Promise.all(named.map(async (c) => {
    const features = app.data.get().items[c.id] ?? (await app.client.items(c.id));
    return features.flatMap((f) => entryOf(c, f));
  }));
  const entries = perLayer.flat();
  more(entries);
  const clauses = await app.client.plan();
  more([...entries, ...clauses.map((c): Entry => ({
    collection: 'plan', id: c.id, zh: c.heading ?? c.id, en: '', pinyin: '', initials: '', content: c.text, horizon: null, method: null,
    hint: c.chapter && c.chapter !== c.heading ? c.chapter : '',
  }))]);
}

function entryOf({ id: collection }: Collection, { id, properties: p, geometry }: Feature): Entry[] {
  const text = (name: string): string => (typeof p[name] === 'string' ? p[name] : '');
  const zh = p.name_zh ?? '';
  const en = p.name_en ?? '';
  // Centre lines are the second drawing of what `layout` holds.
  if ((!zh && !en) || collection === 'layout-lines') return [];
  return [{
    collection, id, zh: zh || en, en, pinyin: text('name_py'), initials: text('name_py_initials'),
    content: [p.plan_text, text('content'), text('table')].filter(Boolean).join(' '),
    horizon: p.horizon ?? null, method: geometry ? (p.method ?? null) : 'unlocated', hint: text('line_zh') || text('station_zh'),
  }];
}
