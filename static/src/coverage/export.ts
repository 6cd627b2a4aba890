import { curl, unedited } from './ask.ts';
import { headline, printedDifference } from './figures.ts';
import type { Ask } from './studio.ts';
import { editName } from './whatif.ts';
import { nameOf } from '../app.ts';
import type { App } from '../app.ts';
import type { Coverage } from '../api/types.ts';
import { word } from '../i18n/index.ts';

/** A byte order mark, by which spreadsheets know UTF-8. */
const bom = '\ufeff';

const cell = (value: string | number | null | undefined): string => {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** What every file says of itself: the question, digest, date, licence. */
export function colophon(app: App, answer: Coverage, ask: Ask): [string, string][] {
  const t = app.t();
  const licences = [...new Set(answer.method.surfaces.map((s) => s.provenance.licence).filter(Boolean))].join('; ');
  return [
    [t('coverage.digest', { digest: '' }).trim(), answer.digest],
    [t('export.date'), new Date().toISOString().slice(0, 10)],
    [t('export.request'), curl(ask, app.client.url)],
    [t('export.rule'), answer.method.rule],
    [t('card.licence'), licences],
    [t('export.note'), [answer.combined_reason, ...answer.warnings].filter((w) => w !== null).map((w) => (app.state.get().lang === 'en' ? w.en : w.zh)).join(' ')],
  ];
}

/** The answer as one table: results, then what the edits change, townships, stations, and how it came about. Unrounded. */
export function csv(app: App, answer: Coverage, ask: Ask): string {
  const t = app.t();
  const { lang } = app.state.get();
  const lines: (string | number | null | undefined)[][] = [[
    t('export.table'), t('export.id'), t('export.name.zh'), t('export.name.en'), t('export.covered'), t('export.total'), t('export.share'), t('coverage.stations.exclusive'), t('coverage.stations.shared'), t('fact.horizon'), t('card.method'), t('export.lon'), t('export.lat'),
  ]];
  for (const r of answer.results) lines.push([t('export.row.result'), r.demand, word(t, 'demand', r.kind), r.kind, r.covered, r.total, r.share, '', '', answer.horizon]);
  if (answer.combined) lines.push([t('export.row.result'), 'combined', '', '', answer.combined.covered, answer.combined.total, answer.combined.share, '', '', answer.horizon]);
  for (const r of answer.what_if?.base.results ?? []) lines.push([t('export.row.base'), r.demand, word(t, 'demand', r.kind), r.kind, r.covered, r.total, r.share, '', '', answer.horizon]);
  for (const e of answer.what_if?.edits ?? []) lines.push([t('export.row.edit'), e.id, editName(app, e.id), e.edit, e.together.covered, '', e.together.share]);
  for (const town of answer.by) lines.push([t('export.row.town'), town.id, town.name_zh, town.name_en, town.covered, town.total, town.share]);
  for (const s of answer.sites) lines.push([t('export.row.station'), s.id, s.name_zh || editName(app, s.id), s.name_en, s.exclusive + s.shared, '', '', s.exclusive, s.shared, s.horizon, s.method, s.lon, s.lat]);
  for (const [key, value] of colophon(app, answer, ask)) lines.push([t('export.row.about'), '', lang === 'zh' ? key : '', lang === 'zh' ? value : `${key}: ${value}`]);
  return bom + lines.map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** Catchments as drawn, stations with what each covers. Lon/lat, CRS84. */
export function geojson(app: App, answer: Coverage, ask: Ask): string {
  const { overlay } = app.data.get();
  const features: GeoJSON.Feature[] = [
    ...overlay.catchments.features.map((f) => ({ ...f, properties: { ...f.properties, part: 'catchments' } })),
    ...overlay.whatif.features.filter((f) => f.properties?.['role'] === 'ring').map((f) => ({ ...f, properties: { ...f.properties, part: 'catchments', what_if: true } })),
    ...answer.sites.map((s): GeoJSON.Feature => ({
      type: 'Feature', id: s.id, geometry: { type: 'Point', coordinates: [s.lon, s.lat] },
      properties: { part: 'sites', name_zh: s.name_zh, name_en: s.name_en, horizon: s.horizon, method: s.method, accuracy_m: s.accuracy_m, exclusive: s.exclusive, shared: s.shared },
    })),
  ];
  const figure = headline(answer);
  const base = answer.what_if ? headline(answer.what_if.base) : null;
  return `${JSON.stringify({
    type: 'FeatureCollection', features,
    digest: answer.digest, date: new Date().toISOString().slice(0, 10), horizon: answer.horizon, radius_m: answer.radius_m,
    share: figure?.share ?? null, base_share: base?.share ?? null, difference_printed: base ? printedDifference(figure?.share ?? null, base.share) : null,
    question: ask, unedited: unedited(ask), method: answer.method, warnings: answer.warnings,
  }, null, 1)}\n`;
}

/** A file name that says what is in it. */
export function fileName(answer: Coverage, extension: string): string {
  return `coverage-${answer.horizon}-${answer.radius_m}m-${answer.area.id.replace(/[^\w-]+/g, '_')}-${answer.digest.slice(0, 8)}.${extension}`;
}

/** The sentence that goes with a shared link. */
export function shortText(app: App, answer: Coverage): string {
  const figure = headline(answer);
  const t = app.t();
  const area = nameOf(answer.area, app.state.get().lang);
  return t('export.sentence', {
    horizon: t(`horizon.${answer.horizon as 'now'}`), radius: answer.radius_m, share: figure?.share?.toFixed(1) ?? '–', target: answer.target.value ?? '–', area,
    what: answer.combined ? t('export.both') : t('export.people'),
  });
}
