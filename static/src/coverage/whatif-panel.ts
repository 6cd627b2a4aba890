import { addedId } from './ask.ts';
import { delta, headline, printedDifference } from './figures.ts';
import { clearEdits, commitEdits, patchQuestion, redo, undo } from './studio.ts';
import { armMoving, armPlacing, editName, edits, withAdded, withoutEdit } from './whatif.ts';
import { together } from '../panels/panel.ts';
import type { Panel } from '../panels/panel.ts';
import type { App } from '../app.ts';
import type { WhatIf } from '../api/types.ts';
import { h, icon, icons, replace } from '../dom.ts';
import { misplaced } from '../map/ground.ts';
import { people } from '../format.ts';
import { countEdits } from '../question.ts';

/** What if: stations placed, moved, closed; what each does alone and with the others. */
export const whatIfSection: Panel = (el, app) => {
  const heading = h('h3');
  const list = h('ul', { class: 'edits' });
  const actions = h('p', { class: 'actions' });
  const typed = coordinates(app);
  replace(el, heading, list, actions, typed.el);
  const draw = (): void => {
    const t = app.t();
    const { lang, question } = app.state.get();
    const { coverage: { answer }, studio: { past, future, picked }, tool } = app.data.get();
    const now = edits(app);
    const off = misplaced(app);
    const whatIf = answer?.what_if ?? null;
    replace(heading, t('whatif.title'), whatIf && answer ? delta(app, printedDifference(headline(answer)?.share ?? null, headline(whatIf.base)?.share ?? null), whatIf.difference.share) : null);
    const row = (id: string, asked: string, kind: 'add' | 'remove' | 'move'): HTMLElement => {
      const name = editName(app, id);
      const act = (key: string, label: string, run: () => void): HTMLElement => h('button', { type: 'button', class: 'link', 'data-key': `${key}:${id}`, 'aria-label': `${label} ${name}`, onClick: run }, label);
      return h('li', { class: `edit edit-${kind}`, 'data-edit': id, 'aria-current': picked === id ? 'true' : null },
        h('span', { class: 'glyph', 'aria-hidden': 'true' }, kind === 'add' ? '＋' : kind === 'remove' ? '✕' : '↔'),
        h('span', { class: 'edit-name' }, name, gains(app, whatIf, asked)),
        kind !== 'remove' && !off && act('move', t('whatif.move'), () => armMoving(app, id)),
        act('undo', kind === 'add' ? t('whatif.delete') : t('whatif.restore'), () => commitEdits(app, withoutEdit(edits(app), id))));
    };
    replace(list,
      ...now.add.map((a, i) => row(a.id, addedId(i), 'add')),
      ...now.move.map((m) => row(m.id, m.id, 'move')),
      ...now.remove.map((id) => row(id, id, 'remove')),
      ...question.lines.map((line) => h('li', { class: 'edit', 'data-edit': line },
        h('span', { class: 'glyph', 'aria-hidden': 'true' }, line.startsWith('-') ? '✕' : '＋'),
        h('span', { class: 'edit-name' }, t(line.startsWith('-') ? 'whatif.lineOff' : 'whatif.lineOn', { line: line.replace(/^-/, '') }), gains(app, whatIf, line.replace(/^-/, ''))),
        h('button', { type: 'button', class: 'link', 'data-key': `line-undo:${line}`, onClick: () => patchQuestion(app, { lines: question.lines.filter((l) => l !== line) }) }, t('whatif.restore')))));
    list.hidden = !list.childElementCount;
    replace(actions,
      h('button', { type: 'button', class: 'primary', 'data-key': 'place', disabled: off, 'aria-pressed': String(tool?.name === 'place'), onClick: () => (tool?.name === 'place' ? app.data.set({ tool: null }) : armPlacing(app)) }, icon(icons.plus), t('whatif.place')),
      h('button', { type: 'button', class: 'chip-button', 'data-key': 'undo', disabled: !past.length, 'aria-label': t('whatif.undo'), title: `${t('whatif.undo')} (Ctrl Z)`, onClick: () => undo(app) }, '↶'),
      h('button', { type: 'button', class: 'chip-button', 'data-key': 'redo', disabled: !future.length, 'aria-label': t('whatif.redo'), title: `${t('whatif.redo')} (Ctrl ⇧ Z)`, onClick: () => redo(app) }, '↷'),
      countEdits(now) > 1 && h('button', { type: 'button', class: 'link', 'data-key': 'clear', onClick: () => clearEdits(app) }, t('whatif.clear')),
      off && h('span', { class: 'bad small' }, t('basemap.untrue')),
      tool && (tool.name === 'place' || tool.name === 'move') && h('span', { class: 'muted small', role: 'status' }, t(tool.name === 'place' ? 'whatif.place.how' : 'whatif.move.how')));
    typed.draw(lang);
  };
  return together(
    app.state.select((s) => [s.lang, s.question, s.basemap] as const, draw),
    app.data.select((d) => [d.basemaps, d.coverage.answer, d.studio, d.tool, d.items['rail-stations']] as const, draw),
  );
};

/** What one edit does alone; with the others too, when that differs. */
function gains(app: App, whatIf: WhatIf | null, id: string): HTMLElement | null {
  const edit = whatIf?.edits.find((e) => e.id === id);
  if (!edit) return null;
  const t = app.t();
  const { lang } = app.state.get();
  const signed = (n: number): string => `${n > 0 ? '+' : n < 0 ? '−' : '±'}${people(Math.abs(n), lang)}`;
  const same = Math.round(edit.alone.covered) === Math.round(edit.together.covered);
  return h('small', { class: 'muted', title: `${edit.alone.covered} / ${edit.together.covered}`, 'data-alone': edit.alone.covered, 'data-together': edit.together.covered },
    same ? t('whatif.gain', { value: signed(edit.alone.covered) }) : t('whatif.gain.both', { alone: signed(edit.alone.covered), together: signed(edit.together.covered) }));
}

/** A station by typed coordinates: the way without any pointing. */
function coordinates(app: App): { el: HTMLElement; draw: (lang: string) => void } {
  const field = h('input', { type: 'text', class: 'field wide', inputmode: 'decimal', placeholder: '116.64900, 39.89930', 'data-key': 'coordinates' });
  const wrong = h('p', { class: 'bad small', role: 'alert', hidden: true });
  const label = h('summary');
  const button = h('button', { type: 'submit', class: 'chip-button' });
  const form = h('form', { class: 'inline', onSubmit: (event: Event) => {
    event.preventDefault();
    const match = /^\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(field.value);
    const [lon, lat] = [Number(match?.[1]), Number(match?.[2])];
    const ok = match !== null && lon >= 115 && lon <= 118.5 && lat >= 38.5 && lat <= 41.5;
    wrong.hidden = ok;
    field.setAttribute('aria-invalid', String(!ok));
    if (!ok) {
      wrong.textContent = app.t()('whatif.coordinates.bad');
      return;
    }
    field.value = '';
    commitEdits(app, withAdded(edits(app), [lon, lat]).edits);
  } }, field, button);
  const el = h('details', { class: 'choose' }, label, form, wrong);
  return {
    el,
    draw: () => {
      const t = app.t();
      label.textContent = t('whatif.coordinates');
      field.setAttribute('aria-label', t('whatif.coordinates.field'));
      button.textContent = t('whatif.coordinates.add');
    },
  };
}
