import type { App } from '../app.ts';
import { h } from '../dom.ts';

const kinds = '.geojson,.json,.csv,.kml,.zip';

/** The reader's own files, and the way to open one. */
export function localRows(app: App): HTMLElement {
  const t = app.t();
  const { local } = app.data.get();
  const input = h('input', { type: 'file', accept: kinds, class: 'visually-hidden', tabindex: -1, 'aria-label': t('local.open'), onChange: () => {
    const [file] = input.files ?? [];
    if (file) openLocal(app, file);
    input.value = '';
  } });
  return h('section', { class: 'group local' },
    h('h3', {}, t('local.title'), h('button', { type: 'button', class: 'link', 'data-key': 'open-file', onClick: () => input.click() }, t('local.open')), input),
    ...local.map((file) => h('div', { class: 'row', 'data-local': file.name },
      h('span', { class: 'row-main' }, h('span', { class: 'swatch local-swatch', 'aria-hidden': 'true' }), h('span', { class: 'row-name' }, file.name, h('small', { class: 'muted' }, t('downloads.items', { count: file.features.length })))),
      h('span', { class: 'badge badge-local' }, t('local.badge')),
      h('button', { type: 'button', class: 'more', 'aria-label': t('local.remove', { name: file.name }), onClick: () => {
        app.data.set({ local: app.data.get().local.filter((l) => l !== file) });
      } }, '×'))),
    h('p', { class: 'muted' }, local.length ? t('local.stays') : t('local.how')));
}

function openLocal(app: App, file: File): void {
  void import('../local/open.ts').then((m) => m.openFile(app, file), () => app.data.set({ notice: app.t()('panel.failed') }));
}

/** Files dropped anywhere on the page. */
export function watchDrops(app: App): () => void {
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  };
  const out = (event: DragEvent): void => {
    if (!event.relatedTarget) document.body.classList.remove('dropping');
  };
  const drop = (event: DragEvent): void => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    document.body.classList.remove('dropping');
    for (const file of event.dataTransfer.files) openLocal(app, file);
  };
  addEventListener('dragover', over);
  addEventListener('dragleave', out);
  addEventListener('drop', drop);
  return () => {
    removeEventListener('dragover', over);
    removeEventListener('dragleave', out);
    removeEventListener('drop', drop);
  };
}
