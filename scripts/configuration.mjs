// npm run configuration: writes gateway.schema.json and the tables of docs/configuration.md from the declared settings. With --check
// it changes nothing and says what is stale instead.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { GATEWAY } from '../dist/platform/config/settings.js';
import { editorSchema } from './configuration/editor-schema.mjs';
import { withTables } from './configuration/tables.mjs';
import { helpIfAsked } from './help.mjs';

helpIfAsked(`usage: npm run configuration -- [--check]

Writes gateway.schema.json and the tables of docs/configuration.md from the declared settings.

  --check   changes nothing and says what is stale
  --help    prints this`);

const SCHEMA = fileURLToPath(new URL('../gateway.schema.json', import.meta.url));
const PAGE = fileURLToPath(new URL('../docs/configuration.md', import.meta.url));

await put(SCHEMA, () => JSON.stringify(editorSchema(GATEWAY)));
await put(PAGE, (page) => withTables(page, GATEWAY));

async function put(file, make) {
  const before = read(file);
  const after = await format(make(before), { ...(await resolveConfig(file)), filepath: file });
  if (after === before) return;
  if (!process.argv.includes('--check')) return writeFileSync(file, after);
  process.stderr.write(`configuration: ${file} is stale: run "npm run configuration" and commit it\n`);
  process.exitCode = 1;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}
