import type { Clause, Collection, Coverage, Feature, Items, Schema } from './types.ts';
import type { FeatureRef, Horizon } from '../state.ts';

/** An answer the server refused (`application/problem+json`) or that never came (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail || title);
    this.name = 'ApiError';
  }
}

/** The server the page came from. Each method rejects with ApiError, or with AbortError when its signal fires. */
export interface Client {
  url(path: string): string;
  /** Any answer of the API, by its path beside the page. */
  json<T>(path: string, signal?: AbortSignal): Promise<T>;
  collections(signal?: AbortSignal): Promise<readonly Collection[]>;
  items(collection: string, signal?: AbortSignal): Promise<readonly Feature[]>;
  item(ref: FeatureRef, signal?: AbortSignal): Promise<Feature>;
  schema(collection: string, signal?: AbortSignal): Promise<Schema>;
  plan(signal?: AbortSignal): Promise<readonly Clause[]>;
  clause(id: string, signal?: AbortSignal): Promise<Clause>;
  coverage(horizon: Horizon, radius: number, signal?: AbortSignal): Promise<Coverage>;
  catchments(horizon: Horizon, radius: number, signal?: AbortSignal): Promise<GeoJSON.FeatureCollection>;
}

/** base is the address of the page; the API's paths are beside it. */
export function createClient(base: string): Client {
  const url = (path: string): string => new URL(path, base).href;

  async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
    let response: Response;
    try {
      response = await fetch(url(path), { headers: { Accept: 'application/json, application/geo+json' }, ...(signal ? { signal } : {}) });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError(0, 'offline', '');
    }
    if (!response.ok) throw await problem(response);
    return (await response.json()) as T;
  }

  const id = encodeURIComponent;
  return {
    url,
    json: get,
    collections: async (signal) => (await get<{ collections: Collection[] }>('collections?f=json', signal)).collections,
    items: async (collection, signal) =>
      (await get<Items>(`collections/${id(collection)}/items?limit=10000&f=json`, signal)).features,
    item: (ref, signal) => get<Feature>(`collections/${id(ref.collection)}/items/${id(ref.id)}?f=json`, signal),
    schema: (collection, signal) => get<Schema>(`collections/${id(collection)}/schema`, signal),
    plan: async (signal) => (await get<{ clauses: Clause[] }>('plan?f=json', signal)).clauses,
    clause: (clause, signal) => get<Clause>(`plan/${id(clause)}?f=json`, signal),
    coverage: (horizon, radius, signal) => get<Coverage>(coveragePath(horizon, radius, 'json'), signal),
    catchments: (horizon, radius, signal) => get(coveragePath(horizon, radius, 'geojson'), signal),
  };
}

export function coveragePath(horizon: Horizon, radius: number, format: 'json' | 'geojson'): string {
  return `coverage?horizon=${horizon}&radius=${radius}&f=${format}`;
}

async function problem(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as { title?: string; detail?: string } | null;
  return new ApiError(response.status, body?.title ?? response.statusText, body?.detail ?? '');
}
