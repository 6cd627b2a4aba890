import { colophon, shortText } from './export.ts';
import { mapPicture } from './picture.ts';
import type { Ask } from './studio.ts';
import type { App } from '../app.ts';
import { nameOf } from '../app.ts';
import type { Coverage } from '../api/types.ts';
import { shareSection } from './share.ts';
import { h } from '../dom.ts';
import { groundCredit } from '../map/ground.ts';
import { said } from '../panels/facts.ts';
import { people, percent } from '../format.ts';

/**
 * The answer on A4, handed to the browser's print: text stays text. Always
 * light. The sheet is in the document until the print dialog closes.
 */
export async function printSheet(app: App, answer: Coverage, ask: Ask): Promise<void> {
  const t = app.t();
  const { lang } = app.state.get();
  const picture = await mapPicture(app, 700, 430, 2).catch(() => null); // without WebGL the sheet has no map, and still its answer
  const under = groundCredit(app);
  const towns = [...answer.by].filter((town) => town.total > 0).sort((a, b) => b.covered - a.covered || (a.id < b.id ? -1 : 1));
  const sheet = h('section', { class: 'coverage-sheet', id: 'coverage-sheet' },
    h('header', {}, h('h1', {}, t('sheet.title')), h('p', {}, shortText(app, answer))),
    picture ?? '',
    h('div', { class: 'columns' },
      h('div', {}, shareSection(app, answer), h('div', { class: 'honest' }, ...[answer.combined_reason, ...answer.warnings].filter((w) => w !== null).map((w) => h('p', {}, '∑ ', lang === 'en' ? w.en : w.zh)))),
      h('table', {}, h('caption', {}, t('coverage.towns')), h('tbody', {}, ...towns.map((town) => h('tr', {},
        h('th', { scope: 'row' }, nameOf(town, lang)), h('td', { class: 'number' }, town.share === null ? '–' : percent(town.share, lang)), h('td', { class: 'number' }, people(town.covered, lang))))))),
    h('dl', { class: 'colophon' }, ...colophon(app, answer, ask).slice(0, -1).map(([k, v]) => h('div', {}, h('dt', {}, k), h('dd', {}, v))),
      h('div', {}, h('dt', {}, t('export.link')), h('dd', {}, location.href))),
    h('p', { class: 'credit' }, t('sheet.credit'), under && ` · ${t('basemap.title')}: `, under && said(app, under)));
  document.getElementById('coverage-sheet')?.remove();
  document.body.append(sheet);
  document.body.dataset['printing'] = 'coverage';
  const { theme } = document.documentElement.dataset;
  document.documentElement.dataset['theme'] = 'light';
  const done = (): void => {
    sheet.remove();
    delete document.body.dataset['printing'];
    if (theme) document.documentElement.dataset['theme'] = theme;
  };
  addEventListener('afterprint', done, { once: true });
  print();
}
