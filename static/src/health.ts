import type { App } from './app.ts';

const first = 1500; // milliseconds until the server is asked again
const slowest = 15_000;
const checkData = 120_000; // how often the data's digest is compared

/**
 * Knows whether the server is there. Once a request is lost it asks /healthz,
 * ever more slowly, and raises `data.back` when the server answers again:
 * whoever failed meanwhile follows that and asks again. A new digest of the
 * data is told in `data.renewed`.
 */
export function watchServer(app: App): { readonly lost: () => void; readonly dispose: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let digest = '';
  const again = (wait: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      fetch(app.client.url('healthz'), { cache: 'no-store' }).then((response) => {
        if (!response.ok) throw new Error(String(response.status));
        app.data.set({ lost: false, back: app.data.get().back + 1 });
        void compare();
      }).catch(() => again(Math.min(slowest, wait * 1.6)));
    }, wait);
  };
  const lost = (): void => {
    if (app.data.get().lost) return;
    app.data.set({ lost: true });
    again(first);
  };
  const compare = async (): Promise<void> => {
    const { data } = await app.client.get<{ data: string }>('version').catch(() => ({ data: digest }));
    if (digest && data !== digest) app.data.set({ renewed: true });
    digest = data;
  };
  const every = setInterval(() => {
    if (!document.hidden && !app.data.get().lost) void compare();
  }, checkData);
  const seen = (): void => {
    if (!document.hidden && digest) void compare();
  };
  document.addEventListener('visibilitychange', seen);
  addEventListener('offline', lost);
  const begin = setTimeout(() => void compare(), 4000); // not before the first view
  return {
    lost,
    dispose() {
      clearTimeout(timer);
      clearTimeout(begin);
      clearInterval(every);
      document.removeEventListener('visibilitychange', seen);
      removeEventListener('offline', lost);
    },
  };
}
