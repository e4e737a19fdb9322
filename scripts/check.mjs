// npm run check: everything that can be wrong without running a test. All steps run; any that fails fails the whole.
import { spawnSync } from 'node:child_process';

const STEPS = {
  types: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
  'lint and import rules': ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'],
  formatting: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  schema: ['scripts/schema.mjs', '--check'],
};

const failed = Object.entries(STEPS).filter(([name, args]) => {
  process.stdout.write(`check: ${name}\n`);
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0;
});
const names = failed.map(([name]) => name).join(', ');
process.stdout.write(failed.length === 0 ? 'check: all is well\n' : `check: FAILED: ${names}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
