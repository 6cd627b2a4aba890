/** Something that can be found by name: a feature, or a clause of the plan. */
export interface Entry {
  /** The collection, or `plan`. */
  readonly collection: string;
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Pinyin, a syllable per Chinese character, parted by spaces. */
  readonly pinyin: string;
  readonly initials: string;
  /** What else may be searched: the plan's words, a note, the text of a clause. */
  readonly content: string;
  readonly horizon: string | null;
  readonly method: string | null;
  /** A word that tells namesakes apart, such as the line of a station. */
  readonly hint: string;
}

/** How an entry matched, best first. */
export const tiers = ['exact', 'prefix', 'within', 'pinyin', 'initials', 'content'] as const;
export type Tier = (typeof tiers)[number];

export interface Hit {
  readonly entry: Entry;
  readonly tier: Tier;
  /** The text to show and mark: a name, or the words around the match. */
  readonly text: string;
  /** Marked part of text, [start, end) in UTF-16 units; empty when nothing can be marked. */
  readonly mark: readonly [number, number];
}

export interface Group {
  readonly collection: string;
  readonly hits: readonly Hit[];
  /** How many matched; hits stop at eight. */
  readonly total: number;
}

const perGroup = 8;
const around = 14; // characters before and after a match in running text

/** Groups in the order a reader of the plan looks for them; others follow. */
const order = [
  'rail-stations', 'layout', 'townships', 'key-projects', 'places', 'rail-lines', 'green-structure', 'green-ring-parks', 'plan-areas',
  'industrial-parks', 'road-grid', 'roads', 'substations', 'rivers', 'subcentre', 'district', 'plan', 'station-entrances',
];
const rank = (collection: string): number => (order.includes(collection) ? order.indexOf(collection) : order.length - 1.5);

/** A query or name as it is compared: compatibility forms folded, lower case, single spaces. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/**
 * Everything that matches, grouped by collection. Order: exact name, start of
 * the name, inside it, pinyin, initials, content; then the shorter name. A
 * group stands where its best hit does.
 */
export function find(entries: readonly Entry[], query: string): Group[] {
  const q = fold(query);
  if (!q) return [];
  const groups = new Map<string, Hit[]>();
  for (const entry of entries) {
    const hit = match(entry, q);
    if (!hit) continue;
    const mine = groups.get(entry.collection);
    if (mine) mine.push(hit);
    else groups.set(entry.collection, [hit]);
  }
  const level = (hit: Hit): number => tiers.indexOf(hit.tier);
  return [...groups]
    .map(([collection, hits]) => {
      hits.sort((a, b) => level(a) - level(b) || a.entry.zh.length - b.entry.zh.length || (a.entry.zh < b.entry.zh ? -1 : 1) || (a.entry.id < b.entry.id ? -1 : 1));
      return { collection, hits: hits.slice(0, perGroup), total: hits.length };
    })
    .sort((a, b) => level(a.hits[0]!) - level(b.hits[0]!) || rank(a.collection) - rank(b.collection));
}

function match(entry: Entry, q: string): Hit | null {
  for (const text of [entry.zh, entry.en]) {
    const at = text ? fold(text).indexOf(q) : -1;
    if (at < 0) continue;
    const folded = fold(text);
    // Marks only where folding kept the places of the characters.
    const mark: [number, number] = folded.length === text.length ? [at, at + q.length] : [0, 0];
    const tier: Tier = folded === q ? 'exact' : at === 0 ? 'prefix' : 'within';
    return { entry, tier, text, mark };
  }
  if (/^[a-z0-9' ]+$/.test(q)) {
    const letters = q.replace(/[' ]/g, '');
    const syllables = entry.pinyin.toLowerCase().split(' ').filter(Boolean);
    const span = syllableSpan(syllables, letters);
    if (span) return { entry, tier: 'pinyin', text: entry.zh, mark: characters(entry.zh, syllables, span) };
    const at = entry.initials.toLowerCase().indexOf(letters);
    if (at >= 0 && letters.length > 1) {
      const mark = syllables.length === entry.initials.length ? characters(entry.zh, syllables, [at, at + letters.length]) : ([0, 0] as const);
      return { entry, tier: 'initials', text: entry.zh, mark };
    }
  }
  if (q.length > 1) {
    const at = entry.content.toLowerCase().indexOf(q);
    if (at >= 0) {
      const start = Math.max(0, at - around);
      const end = Math.min(entry.content.length, at + q.length + around);
      const text = `${start > 0 ? '…' : ''}${entry.content.slice(start, end).replace(/\s/g, ' ')}${end < entry.content.length ? '…' : ''}`;
      const shift = at - start + (start > 0 ? 1 : 0);
      return { entry, tier: 'content', text, mark: [shift, shift + q.length] };
    }
  }
  return null;
}

/** Syllables [from, to) that letters spell, starting at a syllable; the last may be unfinished, and must have two letters typed in all. */
function syllableSpan(syllables: readonly string[], letters: string): [number, number] | null {
  if (letters.length < 2) return null;
  for (let from = 0; from < syllables.length; from++) {
    let rest = letters;
    let to = from;
    while (rest && to < syllables.length) {
      const syllable = syllables[to]!;
      if (rest.startsWith(syllable)) rest = rest.slice(syllable.length);
      else if (syllable.startsWith(rest)) rest = '';
      else break;
      to++;
    }
    if (!rest) return [from, to];
  }
  return null;
}

/** Where syllables stand in the name, when it has a character for each. */
function characters(name: string, syllables: readonly string[], [from, to]: readonly [number, number]): readonly [number, number] {
  return name.length === syllables.length ? [from, to] : [0, 0];
}
