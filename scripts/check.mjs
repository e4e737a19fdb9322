// npm run check: everything that can be wrong without running a test. The steps run side by side; any that fails fails the whole.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { helpIfAsked } from './help.mjs';

helpIfAsked(`usage: npm run check

Types, lint with the import rules, circles of imports, formatting, the schema and the configuration, side by side. Exit status: 0 all is well, 1 something is not.`);

const STEPS = {
  'lint and import rules': ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'],
  circles: [
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.mjs',
    'src',
  ],
  types: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
  'types of the query page': ['node_modules/typescript/bin/tsc', '-p', 'page/tsconfig.json'],
  'documents of the board': ['board/documents/build.mjs', '--check'],
  'types of the board': ['node_modules/typescript/bin/tsc', '-p', 'board/tsconfig.json'],
  formatting: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  schema: ['scripts/schema.mjs', '--check'],
  configuration: ['scripts/configuration.mjs', '--check'],
};

async function run([name, args]) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  process.stdout.write(`check: ${name}: ${status === 0 ? 'well' : 'FAILED'}\n${out}${err}`);
  return status === 0;
}

const results = await Promise.all(Object.entries(STEPS).map(run));
const well = results.every(Boolean);
process.stdout.write(well ? 'check: all is well\n' : 'check: FAILED\n');
process.exitCode = well ? 0 : 1;
