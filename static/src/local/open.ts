import { systems } from './place.ts';
import type { System } from './place.ts';
import type { Reply, Request } from './reader.ts';
import type { App, LocalFile } from '../app.ts';
import { h } from '../dom.ts';
import { keyOf } from '../i18n/index.ts';

const patience = 20_000; // milliseconds a file may take

/** Reads a file of the reader's beside the plan. It stays in this page: a worker parses it, nothing is sent. */
export async function openFile(app: App, file: File): Promise<void> {
  const t = app.t();
  const say = (reason: string): void => app.data.set({ notice: t('local.refused', { name: file.name, reason }) });
  if (file.size > 20_000_000) return say(t('local.large', { detail: `${(file.size / 1e6).toFixed(1)} MB` }));
  const worker = new Worker(new URL('./reader.ts', import.meta.url), { type: 'module' });
  const ask = (message: Request, transfer: Transferable[] = []): Promise<Reply> => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(t('local.slow'))), patience);
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      clearTimeout(timer);
      resolve(data);
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(message, transfer);
  });
  try {
    const bytes = await file.arrayBuffer();
    let reply = await ask({ name: file.name, bytes }, [bytes]);
    if ('ask' in reply) {
      const system = await chooseSystem(app, file.name, reply.ask);
      if (!system) return;
      reply = await ask({ system });
    }
    if ('refused' in reply) return say(t(`local.${reply.refused}`, { detail: reply.detail }));
    if ('done' in reply) show(app, file.name, reply.done);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  } finally {
    worker.terminate();
  }
}

function show(app: App, name: string, collection: GeoJSON.FeatureCollection): void {
  const others = app.data.get().local.filter((l) => l.name !== name);
  const file: LocalFile = {
    name,
    features: collection.features.map((f, i) => {
      const { name_zh, name_en, name: plain, 名称: chinese } = (f.properties ?? {}) as Record<string, unknown>;
      const title = [name_zh, chinese, plain, name_en].find((v) => typeof v === 'string' && v) ?? `${name} ${i + 1}`;
      return { type: 'Feature', id: String(i), geometry: f.geometry, properties: { ...(f.properties ?? {}), id: String(i), file: name, name_zh: String(title) } };
    }),
  };
  app.data.set({ local: [...others, file] });
  app.state.set({ panel: 'layers' });
  const box: [number, number, number, number] = [180, 90, -180, -90];
  const walk = (c: unknown): void => {
    if (!Array.isArray(c)) return;
    if (typeof c[0] !== 'number') return c.forEach(walk);
    const [x = 0, y = 0] = c as number[];
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  };
  for (const { geometry } of collection.features) if (geometry && geometry.type !== 'GeometryCollection') walk(geometry.coordinates);
  app.map()?.fit(box);
}

/** The numbers do not say what they are; the reader does. null when he turns away. */
function chooseSystem(app: App, name: string, guess: System): Promise<System | null> {
  const t = app.t();
  return new Promise((resolve) => {
    const select = h('select', { 'aria-label': t('downloads.crs') }, ...systems.map((s) => {
      const key = keyOf(`local.system.${s}`) ?? keyOf(`crs.EPSG:${s}`);
      return h('option', { value: s, selected: s === guess }, /^\d/.test(s) ? `EPSG:${s} · ${key ? t(key) : ''}` : key ? t(key) : s);
    }));
    const dialog = h('dialog', { class: 'help', 'aria-labelledby': 'crs-title', onClose: () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes' ? (select.value as System) : null);
    } }, h('div', { class: 'pad' },
      h('h2', { id: 'crs-title' }, t('local.ask.title')), h('p', {}, t('local.ask', { name })), select,
      h('p', { class: 'actions' }, h('button', { type: 'button', onClick: () => dialog.close('yes') }, t('local.ask.yes')), h('button', { type: 'button', onClick: () => dialog.close('no') }, t('local.ask.no')))));
    document.body.append(dialog);
    dialog.showModal();
  });
}
