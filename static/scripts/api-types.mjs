// Writes src/api/schema.d.ts: the shapes of the server's JSON answers, from the OpenAPI document that the program prints.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const root = new URL('../..', import.meta.url);
const printed = execFileSync('go', ['run', '-trimpath', './cmd/layoutmap', 'openapi'], { cwd: root, env: { ...process.env, CGO_ENABLED: '0' }, maxBuffer: 64 << 20 });
const { openapi, info, components } = JSON.parse(printed);
const types = await openapiTS({ openapi, info, paths: {}, components: { schemas: components.schemas } }, { immutable: true, alphabetize: true, exportType: true });
const head = `// Written by npm run api-types; not to be edited. Schemas ${info['x-schemas-digest']}\n`;
writeFileSync(new URL('../src/api/schema.d.ts', import.meta.url), head + astToString(types));
