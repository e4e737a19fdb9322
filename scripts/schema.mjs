// npm run schema: writes schema.graphql from the classes. With --check it changes nothing and says what is wrong instead.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, findBreakingChanges } from 'graphql';
import { helpIfAsked } from './help.mjs';
import { undescribed } from './schema/descriptions.mjs';
import { printedSchema } from './schema/printed-schema.mjs';

helpIfAsked(`usage: npm run schema -- [--check]

Writes schema.graphql from the classes.

  --check   changes nothing and says what is wrong: a stale file, something without a description, a break with the core
  --help    prints this`);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMITTED = resolve(ROOT, 'schema.graphql');
const CORE = resolve(ROOT, process.env.CONTRACTS_DIR ?? '../shared/contracts', '../design/core.graphql');

const printed = await printedSchema();
if (process.argv.includes('--check')) {
  const problems = [...stale(), ...undescribed(buildSchema(printed)), ...missing()];
  for (const problem of problems) process.stderr.write(`schema: ${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  writeFileSync(COMMITTED, printed);
}

function stale() {
  return read(COMMITTED) === printed ? [] : ['schema.graphql is stale: run "npm run schema" and commit it'];
}

function missing() {
  const core = read(CORE);
  if (core !== undefined) return breaks(buildSchema(core), buildSchema(printed));
  process.stdout.write(`schema: ${CORE} is not there; what is fixed in it is not compared\n`);
  return [];
}

/** What a client written against the core would trip over. */
function breaks(core, actual) {
  return findBreakingChanges(core, actual).map(({ description }) => `against the core: ${description}`);
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
