import { drawnArea } from './question-area.ts';
import { standardCompare, standardQuestion, stationKinds } from './question.ts';
import type { AddedSite, Compare, LonLat, MovedSite, Question, StationKind } from './question.ts';

type Patch = { -readonly [K in keyof Question]?: Question[K] };

/** The keys of a link that belong to a coverage question. */
export const questionKeys = ['rule', 'from', 'k', 'd', 'a', 'lines', 'add', 'rm', 'mv'] as const;
export type QuestionKey = (typeof questionKeys)[number];

/** The parts of the hash that differ from the standard question, in the order of questionKeys. */
export function formatQuestion(q: Question): string[] {
  const s = standardQuestion;
  const { add, remove, move } = q.edits;
  const list = (key: QuestionKey, values: readonly string[], standard: readonly string[]): string | null =>
    values.join() === standard.join() ? null : `${key}=${values.map(encode).join(',')}`;
  return [
    q.rule === s.rule ? null : `rule=${q.rule}`,
    q.from === s.from ? null : `from=${q.from}`,
    list('k', q.kinds, s.kinds),
    list('d', q.demand, s.demand),
    q.area === s.area ? null : `a=${encode(q.area)}`,
    list('lines', q.lines, s.lines),
    add.length ? `add=${add.map(({ id, at, name }) => `${encode(name || id)}@${position(at)}`).join(';')}` : null,
    remove.length ? `rm=${remove.map(encode).join(',')}` : null,
    move.length ? `mv=${move.map(({ id, to }) => `${encode(id)}@${position(to)}`).join(';')}` : null,
  ].filter((part) => part !== null);
}

/** Lays one key over the question; null when the value makes no sense. */
export function parseQuestion(key: QuestionKey, value: string, q: Question): Question | null {
  const patch: Patch = {};
  switch (key) {
    case 'rule':
      if (value !== 'circle' && value !== 'walk') return null;
      patch.rule = value;
      break;
    case 'from':
      if (value !== 'centre' && value !== 'entrances') return null;
      patch.from = value;
      break;
    case 'k': {
      const kinds = words(value)?.filter((k): k is StationKind => (stationKinds as readonly string[]).includes(k));
      if (!kinds?.length || kinds.length !== value.split(',').length) return null;
      patch.kinds = kinds;
      break;
    }
    case 'd':
    case 'lines': {
      const list = words(value);
      if (!list) return null;
      if (key === 'd') patch.demand = list;
      else patch.lines = list;
      break;
    }
    case 'a': {
      const area = decode(value);
      if (!area || (area.startsWith('poly:') && !drawnArea(area))) return null;
      patch.area = area;
      break;
    }
    case 'rm': {
      const remove = words(value);
      if (!remove) return null;
      patch.edits = { ...q.edits, remove };
      break;
    }
    case 'add':
    case 'mv': {
      const list = value.split(';').map(place);
      if (!list.every((p) => p !== null)) return null;
      patch.edits = key === 'add'
        ? { ...q.edits, add: list.map(({ name, at }, i): AddedSite => ({ id: `new-${i + 1}`, at, name })) }
        : { ...q.edits, move: list.map(({ name, at }): MovedSite => ({ id: name, to: at })) };
      break;
    }
  }
  return { ...q, ...patch };
}

/** `now~beyond@0.50`, then `~diff` when the map shows the difference. */
export function formatCompare(c: Compare): string {
  return `${c.left}~${c.right}@${c.at.toFixed(2)}${c.mode === 'diff' ? '~diff' : ''}`;
}

export function parseCompare(text: string): Compare | null {
  const match = /^(now|2030|beyond)~(now|2030|beyond)(?:@(0\.\d{1,2}|1(?:\.00?)?|0))?(~diff)?$/.exec(text);
  if (!match) return null;
  return {
    left: match[1] as Compare['left'], right: match[2] as Compare['right'],
    at: match[3] === undefined ? standardCompare.at : Number(match[3]), mode: match[4] ? 'diff' : 'swipe',
  };
}

const position = ([lon, lat]: LonLat): string => `${lon.toFixed(5)},${lat.toFixed(5)}`;

function place(text: string): { name: string; at: LonLat } | null {
  const match = /^([^@]+)@(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(text);
  const name = match?.[1] ? decode(match[1]) : null;
  const [lon, lat] = [Number(match?.[2]), Number(match?.[3])];
  return name && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { name, at: [lon, lat] } : null;
}

function words(text: string): string[] | null {
  const list = text.split(',').map(decode);
  return list.every((w) => w) ? (list as string[]) : null;
}

function encode(text: string): string {
  return text.replace(/[%&=#/,;@+~\s]/g, (c) => encodeURIComponent(c));
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
