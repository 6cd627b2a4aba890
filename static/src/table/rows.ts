import type { App } from '../app.ts';
import type { Feature } from '../api/types.ts';

/** What the table asks the server for; equal requests have equal addresses. */
export interface Question {
  readonly layer: string;
  /** CQL2 text, complete; empty: all. */
  readonly filter: string;
  readonly sort: string;
  readonly bbox: readonly number[] | null;
}

/** The address of the rows, in any format; what the table shows is what this address gives. */
export function itemsPath({ layer, filter, sort, bbox }: Question, format: string, limit: number): string {
  const query = new URLSearchParams();
  query.set('limit', String(limit));
  if (bbox) query.set('bbox', bbox.map((n) => n.toFixed(5)).join(','));
  if (filter) query.set('filter', filter);
  if (sort) query.set('sortby', sort);
  query.set('f', format);
  return `collections/${encodeURIComponent(layer)}/items?${query}`;
}

interface Page {
  readonly features: readonly Feature[];
  readonly numberMatched?: number;
  readonly links?: readonly { readonly rel: string; readonly href: string }[];
}

const perPage = 200;

/** Rows of one question, a page at a time. */
export interface Rows {
  readonly features: readonly Feature[];
  readonly matched: number;
  readonly complete: boolean;
  next(signal: AbortSignal): Promise<void>;
}

export function rowsOf(app: App, question: Question): Rows {
  const features: Feature[] = [];
  let matched = 0;
  let path: string | null = itemsPath(question, 'json', perPage);
  return {
    features,
    get matched() { return matched; },
    get complete() { return path === null; },
    async next(signal) {
      if (path === null) return;
      const page: Page = await app.client.get(path, signal);
      features.push(...page.features);
      matched = page.numberMatched ?? features.length;
      const link = page.links?.find((l) => l.rel === 'next')?.href;
      path = link ? sameOrigin(link, app.client.url('')) : null;
    },
  };
}

/** The next page's address beside the page: behind a proxy the server may know itself by another name. */
function sameOrigin(href: string, base: string): string {
  const { pathname, search } = new URL(href, base);
  const at = pathname.indexOf('/collections/');
  return `${pathname.slice(at + 1)}${search}`;
}
