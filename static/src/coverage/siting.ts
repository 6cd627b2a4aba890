import { applicable, commitEdits, currentAsk, patchStudio } from './studio.ts';
import type { Ask } from './studio.ts';
import { noSiting } from './siting-data.ts';
import type { Siting, SitingAnswer } from './siting-data.ts';
import { askKey, coverageInputs } from './ask.ts';
import { failureOf } from './follow.ts';
import { edits, withAdded } from './whatif.ts';
import { say } from '../say.ts';
import type { App } from '../app.ts';
import { h, replace } from '../dom.ts';
import { people, percent } from '../format.ts';
import { together } from '../panels/panel.ts';
import type { Panel } from '../panels/panel.ts';

const wait = 400; // milliseconds between looks at a running job

interface Job { readonly jobID: string; readonly status: string; readonly progress?: number; readonly message?: string }

/** Asks for the best k places; answers how to cancel. */
function search(app: App, k: number, spacing: number): () => void {
  const put = (patch: Partial<Siting>): void => patchStudio(app, { siting: { ...app.data.get().studio.siting, ...patch } });
  const ask = currentAsk(app);
  let over = false;
  let id: string | null = null;
  put({ ...noSiting, state: 'running', asked: askKey(ask) });
  const run = async (): Promise<void> => {
    const { jobID } = await app.client.start<Job>('siting', { ...coverageInputs(ask), k, spacing_m: spacing, candidates: 'grid' });
    id = jobID;
    for (;;) {
      if (over) return void app.client.cancel(jobID).catch(() => {});
      const job = await app.client.get<Job>(`jobs/${jobID}`);
      if (over) continue;
      put({ progress: job.progress ?? 0 });
      if (job.status === 'failed' || job.status === 'dismissed') throw new Error(job.message ?? job.status);
      if (job.status === 'successful') break;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    const answer = await app.client.get<SitingAnswer>(`jobs/${id}/results`);
    if (over) return;
    put({ state: 'done', answer, progress: 100 });
    say(app, app.t()('siting.found', { count: answer.sites.length, share: answer.result.share.toFixed(1) }));
  };
  run().catch((error: unknown) => { if (!over) put({ state: 'failed', failure: failureOf(app, error) }); });
  return () => {
    over = true;
    if (id) void app.client.cancel(id).catch(() => {});
    put(noSiting);
  };
}

/** Where new stations would bring most: search, ghost pins, take over one or all. */
export const sitingSection: Panel = (el, app) => {
  let cancel = (): void => {};
  const k = h('input', { type: 'number', class: 'field', min: 1, max: 10, value: 3, 'data-key': 'siting-k' });
  const spacing = h('input', { type: 'number', class: 'field', min: 0, max: 3000, step: 100, value: 800, 'data-key': 'siting-spacing' });
  const within = (field: HTMLInputElement, standard: number): number => {
    const value = Math.round(Math.min(Number(field.max), Math.max(Number(field.min), field.value === '' ? standard : Number(field.value))));
    field.value = String(value);
    return value;
  };
  const summary = h('summary');
  const form = h('div', { class: 'inline siting-form' });
  const out = h('div');
  const box = h('details', { class: 'choose' }, summary, form, out);
  replace(el, box);

  const take = (ranks: readonly number[]): void => {
    const { siting } = app.data.get().studio;
    const sites = siting.answer?.sites.filter((s) => ranks.includes(s.rank)) ?? [];
    let next = edits(app);
    for (const site of sites) next = withAdded(next, site.at, placeName(app, site.near ?? null, site.rank)).edits;
    patchStudio(app, { siting: { ...siting, taken: [...siting.taken, ...ranks] } });
    commitEdits(app, next);
  };
  const draw = (): void => {
    const t = app.t();
    const { lang } = app.state.get();
    const { siting } = app.data.get().studio;
    summary.textContent = t('siting.title');
    replace(form,
      h('label', {}, h('span', {}, t('siting.k')), k), h('label', {}, h('span', {}, t('siting.spacing')), spacing),
      h('button', { type: 'button', class: 'chip-button', 'data-key': 'siting-run', disabled: siting.state === 'running', onClick: () => { cancel = search(app, within(k, 3), within(spacing, 800)); } }, t('siting.run')));
    const left = siting.answer?.sites.filter((s) => !siting.taken.includes(s.rank)) ?? [];
    replace(out,
      siting.state === 'running' && h('p', { class: 'inline', role: 'status' }, h('progress', { max: 100, value: siting.progress, 'aria-label': t('siting.running') }), `${siting.progress}\u202f%`,
        h('button', { type: 'button', class: 'link', 'data-key': 'siting-cancel', onClick: () => cancel() }, t('whatif.cancel'))),
      siting.failure && h('p', { class: 'bad small', role: 'alert' }, t('coverage.failed', { reason: siting.failure.text })),
      siting.answer && h('ol', { class: 'suggestions' }, ...siting.answer.sites.map((site) => h('li', { 'data-rank': site.rank, 'data-gain': site.gain, 'data-share': site.share },
        h('span', { class: 'rank', 'aria-hidden': 'true' }, site.rank),
        h('span', { class: 'edit-name' }, placeName(app, site.near ?? null, site.rank), h('small', { class: 'muted', title: `${site.gain}` }, t('siting.gain', { gain: people(site.gain, lang), share: percent(site.share, lang) }))),
        siting.taken.includes(site.rank) ? h('span', { class: 'muted' }, t('siting.taken')) : h('button', { type: 'button', class: 'link', 'data-key': `take:${site.rank}`, onClick: () => take([site.rank]) }, t('siting.take'))))),
      siting.answer && h('p', { class: 'muted small' }, siting.answer.exact ? t('siting.exact') : t('siting.bound', { bound: percent(siting.answer.bound.share, lang) })),
      left.length > 0 && h('p', { class: 'actions' }, h('button', { type: 'button', class: 'chip-button', 'data-key': 'take-all', onClick: () => take(left.map((s) => s.rank)) }, t('siting.all')),
        h('button', { type: 'button', class: 'link', 'data-key': 'siting-drop', onClick: () => patchStudio(app, { siting: noSiting }) }, t('siting.drop'))));
  };
  // Other stations, area or radius: the suggestion answers another question now.
  const stale = (): void => {
    const { siting } = app.data.get().studio;
    if (siting.state !== 'done' || siting.taken.length) return;
    const ask: Ask = applicable(app, currentAsk(app));
    if (askKey(ask) !== siting.asked) patchStudio(app, { siting: noSiting });
  };
  return together(
    app.state.select((s) => [s.lang] as const, draw),
    app.data.select((d) => [d.studio.siting] as const, draw),
    app.state.select((s) => [s.horizon, s.radius, s.question] as const, stale),
  );
};

/** Named after the nearest known place, or by rank. */
function placeName(app: App, near: SitingAnswer['sites'][number]['near'] | null, rank: number): string {
  const en = app.state.get().lang === 'en';
  const name = (en && near?.name_en) || near?.name_zh;
  return name ? app.t()('siting.near', { name }) : app.t()('siting.rank', { rank });
}
