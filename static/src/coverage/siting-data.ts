import type { Failure } from './studio.ts';

/** The answer of the process `siting`, as far as the page reads it. Shares in percent. */
export interface SitingAnswer {
  readonly sites: readonly {
    readonly rank: number;
    readonly at: readonly [number, number];
    readonly near?: { readonly name_zh?: string; readonly name_en?: string; readonly town_zh?: string; readonly town_en?: string } | null;
    readonly gain: number;
    readonly covered: number;
    readonly share: number;
  }[];
  readonly base: { readonly share: number };
  readonly result: { readonly share: number };
  readonly bound: { readonly share: number; readonly gap: number };
  readonly exact: boolean;
}

/** A search for the best places, from the press of the button on. */
export interface Siting {
  readonly state: 'idle' | 'running' | 'done' | 'failed';
  /** Percent of the work done. */
  readonly progress: number;
  readonly answer: SitingAnswer | null;
  /** The question it answers; another one makes it stale. */
  readonly asked: string;
  /** Ranks already taken over. */
  readonly taken: readonly number[];
  readonly failure: Failure | null;
}

export const noSiting: Siting = { state: 'idle', progress: 0, answer: null, asked: '', taken: [], failure: null };
