import { parse, Refusal } from './parse.ts';
import { guess, placed, plausible } from './place.ts';
import type { System } from './place.ts';

export type Request = { readonly name: string; readonly bytes: ArrayBuffer } | { readonly system: System };
export type Reply =
  | { readonly done: GeoJSON.FeatureCollection }
  | { readonly ask: System }
  | { readonly refused: Refusal['code']; readonly detail: string };

let read: GeoJSON.FeatureCollection | null = null;

/** One file: its bytes in; features, a question about its coordinates, or a refusal out. The answer to the question gives the features. */
self.onmessage = async ({ data }: MessageEvent<Request>): Promise<void> => {
  const reply = (message: Reply): void => self.postMessage(message);
  try {
    if ('system' in data) {
      const there = read && placed(read, data.system);
      reply(there && plausible(there) ? { done: there } : { refused: 'broken', detail: 'CRS' });
      return;
    }
    read = await parse(data.name, data.bytes);
    reply(plausible(read) ? { done: read } : { ask: guess(read) });
  } catch (error) {
    reply(error instanceof Refusal ? { refused: error.code, detail: error.detail } : { refused: 'broken', detail: String(error) });
  }
};
