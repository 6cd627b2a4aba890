import { askKey, coverageInputs, coveragePath, isEdited, unedited } from './ask.ts';
import { headline } from './figures.ts';
import { tenth } from '../format.ts';
import { currentAsk } from './studio.ts';
import type { Ask, CoverageAnswer, Failure } from './studio.ts';
import { ApiError } from '../api/client.ts';
import type { Coverage } from '../api/types.ts';
import type { App } from '../app.ts';

/** At most ten questions a second while a pin or a slider moves, milliseconds between them. */
const pause = 100;
/** A question that has run so long gives way to a newer one, milliseconds. */
const patience = 400;

/** The reason a request failed, in the reader's words. */
export function failureOf(app: App, error: unknown): Failure {
  if (!(error instanceof ApiError)) return { text: String(error), field: null, retryAfter: null };
  const t = app.t();
  const { status, field, retryAfter } = error;
  const advice = status === 413 || status === 429 || status === 504 || status === 503 ? t('coverage.advice') : null;
  return { text: status === 0 ? t('error.offline') : [error.message, advice].filter(Boolean).join(' '), field, retryAfter };
}

const aborted = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

export async function fetchCoverage(app: App, ask: Ask, signal?: AbortSignal): Promise<Coverage> {
  return isEdited(ask) ? app.client.execute<Coverage>('coverage', coverageInputs(ask), signal) : app.client.get<Coverage>(coveragePath(ask, 'json'), signal);
}

/** The circles of a question's stations as they are, whatever the edits. */
export function fetchCatchments(app: App, ask: Ask, signal?: AbortSignal): Promise<GeoJSON.FeatureCollection> {
  const bare = unedited(ask);
  // Circles do not depend on where demand is counted.
  return app.client.get(coveragePath({ ...bare, question: { ...bare.question, area: 'district', demand: [] } }, 'geojson'), signal);
}

/**
 * Writes into the link what the answer was, so that who opens it later learns
 * when the data have changed since. A link that brought another seal is told first.
 */
function seal(app: App, answer: Coverage, first: boolean): void {
  const share = headline(answer)?.share;
  if (share == null || app.data.get().studio.draft) return;
  const now = `${answer.digest.replace(/^sha256:/, '').slice(0, 8)}:${tenth(share).toFixed(1)}`;
  const { sealed } = app.state.get();
  if (first && sealed && sealed !== now) {
    const then = sealed.split(':')[1] ?? '';
    app.data.set({ notice: app.t()(then === tenth(share).toFixed(1) ? 'coverage.seal.data' : 'coverage.seal', { then, now: tenth(share).toFixed(1) }) });
  }
  app.state.set({ sealed: now });
}

/**
 * Keeps the answer on the question while a coverage tool is open. The previous
 * answer stays until the next is there; the newest question wins.
 */
export function followCoverage(app: App): () => void {
  let running: { readonly abort: AbortController; readonly since: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = '';
  let started = -Infinity;
  let circles = '';
  let arrived = false;
  const put = (patch: Partial<CoverageAnswer>): void => app.data.set({ coverage: { ...app.data.get().coverage, ...patch } });

  const start = (): void => {
    clearTimeout(timer);
    const ask = currentAsk(app);
    const key = askKey(ask);
    wanted = key;
    const now = performance.now();
    const wait = Math.max(started + pause - now, running ? running.since + patience - now : 0);
    if (wait > 0) {
      timer = setTimeout(start, wait);
      return;
    }
    running?.abort.abort();
    const abort = new AbortController();
    const mine = (running = { abort, since: now });
    started = now;
    put({ busy: true, failure: null });
    void fetchCoverage(app, ask, abort.signal).then(
      (answer) => {
        if (abort.signal.aborted) return;
        running = null;
        put({ busy: wanted !== key, answer, asked: { ...ask, ms: performance.now() - now } });
        seal(app, answer, !arrived);
        arrived = true;
        if (wanted !== key) start();
      },
      (error: unknown) => {
        if (abort.signal.aborted || aborted(error)) return;
        if (running === mine) running = null;
        if (wanted !== key) return start();
        wanted = '';
        put({ busy: false, failure: failureOf(app, error) });
      },
    );
    const bare = unedited(ask);
    const shape = askKey({ ...bare, question: { ...bare.question, area: '', demand: [] } });
    if (shape === circles) return;
    circles = shape;
    void fetchCatchments(app, ask).then(
      (catchments) => {
        if (circles === shape) put({ catchments });
      },
      () => (circles = ''), // the answer's own failure says why
    );
  };

  const changed = (on: boolean): void => {
    if (on && askKey(currentAsk(app)) !== wanted) start();
  };
  const on = (): boolean => app.state.get().panel === 'coverage';
  const stops = [
    app.state.select((s) => [s.panel === 'coverage', s.horizon, s.radius, s.question] as const, (open, _h, _r, _q) => changed(open)),
    app.data.select((d) => [d.studio.draft] as const, () => changed(on())),
  ];
  const retry = (): void => {
    if (app.data.get().coverage.failure && on()) {
      wanted = '';
      changed(true);
    }
  };
  const cancel = (): void => {
    if (!running) return;
    clearTimeout(timer);
    running.abort.abort();
    running = null;
    wanted = '';
    put({ busy: false, failure: { text: app.t()('coverage.cancelled'), field: null, retryAfter: null } });
  };
  addEventListener('layoutmap:cancel', cancel);
  addEventListener('online', retry);
  addEventListener('layoutmap:retry', retry);
  return () => {
    clearTimeout(timer);
    running?.abort.abort();
    removeEventListener('layoutmap:cancel', cancel);
    removeEventListener('online', retry);
    removeEventListener('layoutmap:retry', retry);
    for (const stop of stops) stop();
  };
}
