// Run by 'npm run lint': contrast (WCAG 2.2 1.4.3 / 1.4.11) and colour-blind distance for tokens.json. Exit 1 on a miss.
import fs from 'node:fs';
const T = JSON.parse(fs.readFileSync(new URL('../src/map/tokens.json', import.meta.url)));
const rgb = h => [1, 3, 5].map(i => parseInt(h.slice(i, i + 2), 16) / 255);
const lin = c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const linRgb = h => rgb(h).map(lin);
const lum = h => { const [r, g, b] = linRgb(h); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const cr = (a, b) => { const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
const M = { // Machado, Oliveira & Fernandes 2009, severity 1.0
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]] };
const lab = (h, m) => {
  let v = linRgb(h); v = m.map(r => Math.min(1, Math.max(0, r[0] * v[0] + r[1] * v[1] + r[2] * v[2])));
  const [r, g, b] = v, f = t => t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116;
  const X = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047), Y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b), Z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
  return [116 * Y - 16, 500 * (X - Y), 200 * (Y - Z)]; };
const de00 = ([L1, a1, b1], [L2, a2, b2]) => {
  const d = Math.PI / 180, C1 = Math.hypot(a1, b1), C2 = Math.hypot(a2, b2), Cm = (C1 + C2) / 2, G = 0.5 * (1 - Math.sqrt(Cm ** 7 / (Cm ** 7 + 25 ** 7)));
  const A1 = (1 + G) * a1, A2 = (1 + G) * a2, c1 = Math.hypot(A1, b1), c2 = Math.hypot(A2, b2);
  const h = (a, b) => (a === 0 && b === 0) ? 0 : ((Math.atan2(b, a) / d) + 360) % 360, h1 = h(A1, b1), h2 = h(A2, b2);
  const dL = L2 - L1, dC = c2 - c1; let dh = h2 - h1; if (c1 * c2 === 0) dh = 0; else if (dh > 180) dh -= 360; else if (dh < -180) dh += 360;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin(dh * d / 2), Lm = (L1 + L2) / 2, cm = (c1 + c2) / 2;
  let hm = h1 + h2; if (c1 * c2 !== 0) hm = Math.abs(h1 - h2) <= 180 ? hm / 2 : (hm < 360 ? (hm + 360) / 2 : (hm - 360) / 2);
  const Tt = 1 - 0.17 * Math.cos((hm - 30) * d) + 0.24 * Math.cos(2 * hm * d) + 0.32 * Math.cos((3 * hm + 6) * d) - 0.2 * Math.cos((4 * hm - 63) * d);
  const Sl = 1 + 0.015 * (Lm - 50) ** 2 / Math.sqrt(20 + (Lm - 50) ** 2), Sc = 1 + 0.045 * cm, Sh = 1 + 0.015 * cm * Tt;
  const Rt = -Math.sin(60 * Math.exp(-(((hm - 275) / 25) ** 2)) * d) * 2 * Math.sqrt(cm ** 7 / (cm ** 7 + 25 ** 7));
  return Math.sqrt((dL / Sl) ** 2 + (dC / Sc) ** 2 + (dH / Sh) ** 2 + Rt * (dC / Sc) * (dH / Sh)); };
let bad = 0; const ok = (c, min, name) => { if (c < min) { bad++; console.log(`  MISS ${name}: ${c.toFixed(2)} < ${min}`); } return c; };
for (const [name, f] of Object.entries(T)) { if (name[0] === '$') continue;
  const { ui, base, plan, project } = f; let tmin = [99], gmin = [99];
  const t = (a, b, n) => { const c = ok(cr(a, b), 4.5, `${name} text ${n}`); if (c < tmin[0]) tmin = [c, n]; };
  const g = (a, b, n) => { const c = ok(cr(a, b), 3, `${name} graphic ${n}`); if (c < gmin[0]) gmin = [c, n]; };
  for (const bg of ['panel', 'panel2']) for (const k of ['text', 'muted', 'accent', 'good', 'warn', 'bad', 'gain', 'loss']) t(ui[k], ui[bg], `${k}/${bg}`);
  t(ui.onAccent, ui.accent, 'onAccent/accent'); t(ui.accent, ui.accentSoft, 'accent/accentSoft'); t(ui.text, ui.accentSoft, 'text/accentSoft');
  for (const k of ['label', 'labelTown', 'labelWater', 'labelPark', 'labelRoad']) { t(base[k], base.halo, `${k}/halo`); t(base[k], base.land, `${k}/land`); }
  t(base.labelWater, base.water, 'labelWater/water'); t(base.labelPark, base.wood, 'labelPark/wood'); t(base.label, base.built, 'label/built');
  for (const [k, v] of Object.entries(plan)) { t(v, base.halo, `label plan.${k}/halo`); for (const bg of ['land', 'built', 'wood']) g(v, base[bg], `plan.${k}/${bg}`); }
  for (const k of ['belt', 'axis', 'railNow', 'rail2030', 'railLater', 'roadH', 'roadV', 'core']) g(plan[k], base.water, `plan.${k}/water`);
  for (const [k, v] of Object.entries(project)) { g(v, base.land, `project.${k}/land`); t(name === 'light' ? '#FFFFFF' : '#0B0E12', v, `glyph on project.${k}`); }
  for (const k of ['control', 'focus', 'accent']) { g(ui[k], ui.panel, `ui.${k}/panel`); } g(ui.focus, base.land, 'focus/land');
  g(base.district, base.land, 'district boundary/land'); t(ui.text, ui.bg, 'text/bg'); t(ui.muted, ui.bg, 'muted/bg');
  console.log(`${name}: lowest text ${tmin[0].toFixed(2)} (${tmin[1]}), lowest graphic ${gmin[0].toFixed(2)} (${gmin[1]})`);
  const sets = { horizons: [['railNow', 'rail2030', 'railLater'].map(k => [k, plan[k]]), 15], layout: [['core', 'zone', 'town', 'belt', 'axis', 'corridor'].map(k => [k, plan[k]]), 8], coverage: [['covered', 'gap'].map(k => [k, plan[k]]), 15], roads: [['roadH', 'roadV'].map(k => [k, plan[k]]), 15], delta: [[['gain', ui.gain], ['loss', ui.loss]], 15], gapRamp: [f.gapRamp.map((c, i) => ['g' + i, c]), 10], projects: [Object.entries(project), 0] };
  for (const [s, [list, min]] of Object.entries(sets)) { const out = [];
    for (const [cvd, m] of Object.entries(M)) { let lo = [999];
      for (let i = 0; i < list.length; i++) for (let j = 0; j < i; j++) { const d = de00(lab(list[i][1], m), lab(list[j][1], m)); if (d < lo[0]) lo = [d, list[j][0], list[i][0]]; }
      ok(lo[0], min, `${name} ${s} ${cvd} ${lo[1]}–${lo[2]} ΔE00`); out.push(`${cvd} ${lo[0].toFixed(1)} (${lo[1]}–${lo[2]})`); }
    console.log(`  ΔE00 min ${s}: ${out.join(', ')}`); } }
process.exit(bad ? 1 : 0);
