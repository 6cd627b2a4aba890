import type { Clause, Collection, Feature, Items, Schema } from './types.ts';
import type { FeatureRef } from '../state.ts';

/** An answer the server refused (`application/problem+json`) or that never came (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** The parameter or body member at fault. */
    readonly field: string | null = null,
    /** Seconds the server asks to wait. */
    readonly retryAfter: number | null = null,
    /** Character of a filter where it went wrong, from 1. */
    readonly position: number | null = null,
  ) {
    super(detail || title);
    this.name = 'ApiError';
  }
}

/** The server the page came from. Each method rejects with ApiError, or with AbortError when its signal fires. */
export interface Client {
  url(path: string): string;
  collections(signal?: AbortSignal): Promise<readonly Collection[]>;
  items(collection: string, signal?: AbortSignal): Promise<readonly Feature[]>;
  item(ref: FeatureRef, signal?: AbortSignal): Promise<Feature>;
  schema(collection: string, signal?: AbortSignal): Promise<Schema>;
  plan(signal?: AbortSignal): Promise<readonly Clause[]>;
  clause(id: string, signal?: AbortSignal): Promise<Clause>;
  /** Any path of the server, as JSON. */
  get<T>(path: string, signal?: AbortSignal): Promise<T>;
  /** Starts a process as a job; the answer is the job's state. */
  start<T>(process: string, inputs: unknown): Promise<T>;
  /** Cancels a job, or forgets one that is over. */
  cancel(job: string): Promise<void>;
  /** Asks a process; the answer is its document. */
  execute<T>(process: string, inputs: unknown, signal?: AbortSignal): Promise<T>;
}

/** base is the address of the page; the API's paths are beside it. `lost` hears when the server cannot be reached. */
export function createClient(base: string, lost: () => void = () => {}): Client {
  const url = (path: string): string => new URL(path, base).href;

  const get = <T>(path: string, signal?: AbortSignal): Promise<T> => ask(path, signal ? { signal } : {});

  async function ask<T>(path: string, init: RequestInit): Promise<T> {
    const { signal } = init;
    let response: Response;
    try {
      response = await fetch(url(path), { ...init, headers: { Accept: 'application/json, application/geo+json', ...(init.body ? { 'Content-Type': 'application/json' } : {}), ...(init.headers as Record<string, string> | undefined) } });
    } catch (error) {
      if (signal?.aborted) throw error;
      lost();
      throw new ApiError(0, 'offline', '');
    }
    if (!response.ok) throw await problem(response);
    return (await response.json()) as T;
  }

  const id = encodeURIComponent;
  return {
    url,
    collections: async (signal) => (await get<{ collections: Collection[] }>('collections?f=json', signal)).collections,
    items: async (collection, signal) =>
      (await get<Items>(`collections/${id(collection)}/items?limit=10000&f=json`, signal)).features,
    item: (ref, signal) => get<Feature>(`collections/${id(ref.collection)}/items/${id(ref.id)}?f=json`, signal),
    schema: (collection, signal) => get<Schema>(`collections/${id(collection)}/schema`, signal),
    plan: async (signal) => (await get<{ clauses: Clause[] }>('plan?f=json', signal)).clauses,
    clause: (clause, signal) => get<Clause>(`plan/${id(clause)}?f=json`, signal),
    get,
    start: (process, inputs) => ask(`processes/${id(process)}/execution`, { method: 'POST', body: JSON.stringify({ inputs }), headers: { Prefer: 'respond-async' } }),
    cancel: async (job) => void (await ask(`jobs/${id(job)}`, { method: 'DELETE' })),
    execute: (process, inputs, signal) =>
      ask(`processes/${id(process)}/execution`, { method: 'POST', body: JSON.stringify({ inputs }), ...(signal ? { signal } : {}) }),
  };
}

async function problem(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as { title?: string; detail?: string; field?: string; position?: number } | null;
  const wait = Number(response.headers.get('Retry-After') ?? NaN);
  return new ApiError(response.status, body?.title ?? response.statusText, body?.detail ?? '', body?.field ?? null, Number.isFinite(wait) ? wait : null, body?.position ?? null);
}
