// npm run schema: writes schema.graphql from the classes, and what is new in it into docs. With --check it changes nothing and says what is wrong instead.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, findBreakingChanges } from 'graphql';
import { helpIfAsked } from './help.mjs';
import { changesBetween, changesPage, unannounced } from './schema/changes.mjs';
import { undescribed } from './schema/descriptions.mjs';
import { unmergeable } from './schema/merging.mjs';
import { printedSchema } from './schema/printed-schema.mjs';

helpIfAsked(`usage: npm run schema -- [--check]

Writes schema.graphql from the classes, and docs/schema-changes.md from it and the schema of the last release
(scripts/schema/released.graphql).

  --check   changes nothing and says what is wrong: a stale file, something without a description, fields of
            one interface's types that cannot stand in one document, a break with the core, a break with the last release that CHANGELOG.md does not name under "Unreleased", as \`Type.member\`
  --help    prints this`);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMITTED = resolve(ROOT, 'schema.graphql');
const CHANGES = resolve(ROOT, 'docs/schema-changes.md');
const CORE = resolve(ROOT, process.env.CONTRACTS_DIR ?? '../shared/contracts', '../design/core.graphql');

const RELEASED = { version: '0.1.0', schema: read(resolve(ROOT, 'scripts/schema/released.graphql')) };

const printed = await printedSchema();
const changes = changesBetween(RELEASED.schema, printed);
const page = changesPage(RELEASED.version, changes);
if (process.argv.includes('--check')) {
  const schema = buildSchema(printed);
  const problems = [...stale(), ...undescribed(schema), ...unmergeable(schema), ...missing(), ...broken()];
  for (const problem of problems) process.stderr.write(`schema: ${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  writeFileSync(COMMITTED, printed);
  writeFileSync(CHANGES, page);
}

function stale() {
  const files = { 'schema.graphql': [COMMITTED, printed], 'docs/schema-changes.md': [CHANGES, page] };
  return Object.entries(files)
    .filter(([, [file, text]]) => read(file) !== text)
    .map(([name]) => `${name} is stale: run "npm run schema" and commit it`);
}

/** Breaks with the last release may be made on purpose: then the changelog says what to change in a query. */
function broken() {
  const changelog = read(resolve(ROOT, 'CHANGELOG.md'));
  return unannounced(changes.breaking, changelog).map(
    ({ at, says }) =>
      `against ${RELEASED.version}: ${says} Name \`${at}\` under "Unreleased" in CHANGELOG.md`,
  );
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
