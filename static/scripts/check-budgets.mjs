// Run by 'npm run build' and 'npm run budgets': what the first view costs, gzip 9, against the limits of the design. Exit 1 on a miss.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const html = fs.readFileSync(path.join(dist, 'index.html'), 'utf8');
const gz = (file) => zlib.gzipSync(fs.readFileSync(path.join(dist, file)), { level: 9 }).length;
const files = fs.readdirSync(path.join(dist, 'assets')).map((name) => `assets/${name}`);
const named = (pattern) => files.filter((f) => pattern.test(f));
const sum = (list) => list.reduce((n, f) => n + gz(f), 0);

const worker = named(/worker.*\.m?js$/);
const scripts = named(/\.m?js$/).filter((f) => !worker.includes(f));
const initial = scripts.filter((f) => html.includes(f));
const kb = 1024; // bytes
const budgets = [
  ['initial JS, gz', sum(initial), 360 * kb],
  ['coverage and its chart, gz', sum(named(/(coverage|uPlot)[^/]*\.js$/)), 45 * kb],
  ['drawing and measuring, gz', sum(named(/\/(draw|geodesic)[^/]*\.js$/)), 50 * kb],
  ['about the data, gz', sum(named(/\/(about|facts)[^/]*\.js$/)), 60 * kb],
  ['worker, gz', sum(worker), 155 * kb],
  ['CSS, gz', sum(named(/\.css$/)), 25 * kb],
  ['HTML', Buffer.byteLength(html), 14 * kb],
];

let bad = 0;
for (const [name, bytes, limit] of budgets) {
  const over = bytes > limit || bytes === 0;
  bad += over;
  console.log(`${over ? 'MISS' : '  ok'} ${name}: ${(bytes / kb).toFixed(1)} of ${limit / kb} KB`);
}
if (/<script(?![^>]*\bsrc=)[^>]*>/.test(html)) {
  bad++;
  console.log('MISS inline script in index.html: the content security policy forbids it');
}
process.exit(bad ? 1 : 0);
