import { keysTable } from './about.ts';
import type { App } from '../app.ts';
import { h, icon, icons } from '../dom.ts';
import { lettersOn, setLetters } from '../keys.ts';

/** The keys, and the switch that turns the single letters off (WCAG 2.1.4). */
export function openHelp(app: App): void {
  const t = app.t();
  const dialog = h('dialog', { class: 'help', 'aria-labelledby': 'help-title', onClose: () => dialog.remove() },
    h('header', { class: 'place-head' }, h('h2', { id: 'help-title' }, t('top.keys')),
      h('button', { type: 'button', class: 'close', 'aria-label': t('card.close'), onClick: () => dialog.close() }, icon(icons.close))),
    h('div', { class: 'pad' }, keysTable(app),
      h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: lettersOn(), onChange: (event: Event) => setLetters((event.target as HTMLInputElement).checked) }), t('keys.letters'))));
  document.body.append(dialog);
  dialog.showModal();
}
