import type { Ask } from './studio.ts';
import { drawnArea } from '../question-area.ts';
import { countEdits } from '../question.ts';
import type { Question } from '../question.ts';

/** Whether the question is about other stations than there are, or an area that has no name. */
export function isEdited({ question }: Ask): boolean {
  return countEdits(question.edits) > 0 || question.lines.length > 0 || drawnArea(question.area) !== null;
}

/** The same question about the stations as they are. */
export function unedited(ask: Ask): Ask {
  return { ...ask, question: { ...ask.question, lines: [], edits: { add: [], remove: [], move: [] } } };
}

function plain({ horizon, radius, question: q }: Ask): Record<string, string | number | readonly string[]> {
  return {
    horizon, radius,
    ...(q.rule === 'circle' ? {} : { rule: q.rule }),
    ...(q.from === 'centre' ? {} : { from: q.from }),
    ...(q.kinds.join() === 'metro' ? {} : { kinds: q.kinds }),
    ...(q.demand.length ? { demand: q.demand } : {}),
  };
}

/** The question as an address of GET /coverage; see hasAddress. */
export function coveragePath(ask: Ask, format: string, more: Readonly<Record<string, string>> = {}): string {
  const { area, ...inputs } = coverageInputs(ask);
  return `coverage?${query({ ...inputs, ...(area === 'district' ? {} : { area }), ...more, f: format })}`;
}

/** Inputs as a query: a list is separated by commas, what has members is JSON. */
export function query(inputs: Readonly<Record<string, unknown>>): string {
  const text = (v: unknown): string => (typeof v === 'object' && !(Array.isArray(v) && v.every((x) => typeof x !== 'object')) ? JSON.stringify(v) : String(v));
  return Object.entries(inputs).map(([k, v]) => `${k}=${text(v).split(',').map(encodeURIComponent).join(',')}`).join('&');
}

/** Servers and proxies take addresses so long, characters; a question with more in it goes as a document. */
const longest = 7000;
export const hasAddress = (ask: Ask): boolean => coveragePath(ask, 'geojson', { parts: 'gaps' }).length <= longest;

/** The question as inputs of the process `coverage`. */
export function coverageInputs(ask: Ask): Record<string, unknown> {
  const { add, remove, move } = ask.question.edits;
  return {
    ...plain(ask),
    area: drawnArea(ask.question.area) ?? ask.question.area,
    ...(ask.question.lines.length ? { lines: ask.question.lines } : {}),
    // Numbered anew, so that a link asks the very same question.
    ...(add.length ? { add: add.map(({ at, name }, i) => ({ id: addedId(i), at, name })) } : {}),
    ...(remove.length ? { remove } : {}),
    ...(move.length ? { move } : {}),
  };
}

/** The name under which the server knows the i-th added station. */
export const addedId = (i: number): string => `new-${i + 1}`;

/** The question as a command line, to be pasted beside the answer. */
export function curl(ask: Ask, url: (path: string) => string): string {
  return isEdited(ask)
    ? `curl -s ${url('processes/coverage/execution')} -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify({ inputs: coverageInputs(ask) }).replaceAll("'", "'\\''")}'`
    : `curl -s '${url(coveragePath(ask, 'json'))}'`;
}

/** Two questions are one when these texts are. */
export const askKey = (ask: Ask): string => JSON.stringify([ask.horizon, ask.radius, ask.question as Question]);
