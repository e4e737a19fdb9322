import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

/** EX_USAGE: the command was called with words that it does not know. */
export const USAGE_EXIT_STATUS = 64;

const HELP = { help: { type: 'boolean', short: 'h', default: false } } as const;

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O & typeof HELP; allowPositionals: false }>
>['values'];

/**
 * The options of this process. `--help` prints `usage` and ends it with status 0; words that are not known are named on the error
 * output, with `usage`, and end it with status 64.
 */
export function optionsOrExit<O extends Options>(usage: string, options: O): Values<O> {
  if (isHelpWanted(process.argv.slice(2))) {
    process.stdout.write(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ options: { ...options, ...HELP }, allowPositionals: false }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(USAGE_EXIT_STATUS);
  }
}

/** Lets a reader that has seen enough, as `head` has, end the command without a word. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

/** Whether only the usage is asked for, whatever else stands there. */
export function isHelpWanted(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}
