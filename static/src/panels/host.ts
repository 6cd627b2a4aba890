import { panelEntry } from './panels.ts';
import type { PanelEntry } from './panels.ts';
import type { App } from '../app.ts';
import { h, replace } from '../dom.ts';

type Places = Readonly<Record<PanelEntry['place'], HTMLElement>>;

/** Shows the open tool in its place: mounts it, and disposes it when another opens. A tool that has to be fetched says so, and offers a retry when that fails. */
export function hostPanels(app: App, places: Places): () => void {
  let close = (): void => {};
  const stop = app.state.select((s) => [s.panel] as const, (name) => {
    close();
    close = () => {};
    const entry = panelEntry(name);
    for (const [place, el] of Object.entries(places)) {
      replace(el);
      el.hidden = entry?.place !== place;
      delete el.dataset['panel'];
    }
    if (!entry) return;
    const el = places[entry.place];
    el.scrollTop = 0;
    el.dataset['panel'] = name;
    close = open(app, el, entry);
  });
  const name = app.state.select((s) => [s.panel, s.lang] as const, (panel, _) => {
    const entry = panelEntry(panel);
    if (entry) places[entry.place].setAttribute('aria-label', app.t()(`nav.${entry.name}`));
  });
  return () => {
    close();
    stop();
    name();
  };
}

const patience = 300; // milliseconds before a wait is spoken of

function open(app: App, el: HTMLElement, entry: PanelEntry): () => void {
  let dispose: (() => void) | null = null;
  let gone = false;
  const load = (): void => {
    const found = entry.load();
    if (typeof found === 'function') {
      dispose = found(el, app);
      return;
    }
    const wait = setTimeout(() => replace(el, h('p', { class: 'muted pad' }, app.t()('panel.loading'))), patience);
    found.then(
      (panel) => {
        clearTimeout(wait);
        if (gone) return;
        replace(el);
        dispose = panel(el, app);
      },
      () => {
        clearTimeout(wait);
        if (gone) return;
        const t = app.t();
        replace(el, h('p', { class: 'pad bad', role: 'alert' }, t('panel.failed')), h('p', { class: 'pad' }, h('button', { type: 'button', onClick: load }, t('card.retry'))));
      },
    );
  };
  load();
  return () => {
    gone = true;
    dispose?.();
  };
}
