import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { configurationOrExit } from '../configuration-or-exit.js';
import { USAGE_EXIT_STATUS, endWithReader, isHelpWanted } from './command-line.js';
import { USAGE, runHistory } from './history/history-command.js';
import type { HistoryCommand } from './history/history-command.js';

const args = process.argv.slice(2);
endWithReader();

if (isHelpWanted(args)) process.stdout.write(USAGE);
else
  process.exitCode = await runHistory(commandOrExit(), configurationOrExit(), {
    out: async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
    err: (text) => process.stderr.write(text),
  });

function commandOrExit(): HistoryCommand {
  try {
    return commandOf();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(USAGE_EXIT_STATUS);
  }
}

function commandOf(): HistoryCommand {
  const options = { 'dry-run': { type: 'boolean', default: false } } as const;
  const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
  const [name, file, ...more] = positionals;
  if (name === 'import' && file !== undefined && more.length === 0)
    return { name, file, isTrial: values['dry-run'] };
  if (values['dry-run']) throw new Error('--dry-run goes with import');
  const isKnown = name === 'status' || name === 'check' || name === 'compact' || name === 'export';
  if (isKnown && file === undefined) return { name };
  throw new Error(
    name === 'import'
      ? 'import: expected one file'
      : 'expected status, check, compact, export or import FILE',
  );
}
