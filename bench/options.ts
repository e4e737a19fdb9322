import { parseArgs } from 'node:util';

const NAMES = ['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8'] as const;
type Name = (typeof NAMES)[number];

export interface Options {
  readonly quick: boolean;
  readonly only: readonly Name[];
  readonly help: boolean;
}

export const HELP = `npm run bench -- [options]

Measures the gateway against a hand-written server ("floor") and a plain Nest and Apollo server ("naive"), each in a process of
its own, over the same simulated servers. Prints tables and writes bench/results.json.

  --quick        short rounds and small fleets, under a minute
  --only B1,B3   only these workloads of ${NAMES.join(', ')}
  --help         prints this
`;

/** Throws a TypeError that says what is wrong. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { quick: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean' } },
  });
  const only = values.only?.split(',').map((name) => nameOf(name)) ?? NAMES;
  return { quick: values.quick ?? false, only, help: values.help ?? false };
}

function nameOf(text: string): Name {
  const name = NAMES.find((candidate) => candidate === text.trim().toUpperCase());
  if (name === undefined)
    throw new TypeError(`--only: expected names of ${NAMES.join(', ')}, found "${text}"`);
  return name;
}
