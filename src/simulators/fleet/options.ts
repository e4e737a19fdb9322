import { parseArgs } from 'node:util';
import { PASSWORD_VARIABLE } from './gateway-yaml.js';
import type { FleetOptions } from './start-fleet.js';

export interface SimulatorOptions extends FleetOptions {
  /** Where the gateway's configuration goes; standard output when absent. */
  readonly config: string | undefined;
  readonly help: boolean;
}

/** The command line says something that cannot be meant. */
export class UsageError extends Error {}

export const HELP = `npm run simulators -- [options]

Starts simulated servers on 127.0.0.1 and prints a gateway.yaml for them.

  --servers N    how many servers, products in turn (default 7)
  --policies N   policies of each server (default 40)
  --sessions N   sessions of each server at the start (default 2000)
  --down N       how many of them, the last ones, refuse connections (default 1)
  --port N       port of the first server, the others follow; 0: any free ports (default 9401)
  --seed N       the same seed gives the same fleet, ids included (default 1)
  --config FILE  writes the gateway.yaml there instead of printing it
  --help         prints this

All servers ask for the user svc-gateway and the password in ${PASSWORD_VARIABLE} (default "simulated").
`;

const NUMBERS = {
  servers: { default: 7, least: 1, most: 500 },
  policies: { default: 40, least: 0, most: 100_000 },
  sessions: { default: 2000, least: 0, most: 10_000_000 },
  down: { default: 1, least: 0, most: 500 },
  port: { default: 9401, least: 0, most: 65_535 },
  seed: { default: 1, least: 0, most: 0xffff_ffff },
} as const;

type NumberName = keyof typeof NUMBERS;

/** Throws UsageError. */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): SimulatorOptions {
  const values = parse(args);
  const number = (name: NumberName): number => readNumber(name, values[name]);
  const options = {
    servers: number('servers'),
    policies: number('policies'),
    sessions: number('sessions'),
    down: number('down'),
    port: number('port'),
    seed: number('seed'),
    username: 'svc-gateway',
    password: env[PASSWORD_VARIABLE] ?? 'simulated',
    config: values.config,
    help: values.help ?? false,
  };
  if (options.down > options.servers)
    throw new UsageError(`--down: expected at most ${options.servers} (--servers), found ${options.down}`);
  if (options.port !== 0 && options.port + options.servers - 1 > 65_535)
    throw new UsageError(
      `--port: expected room for ${options.servers} ports below 65536, found ${options.port}`,
    );
  return options;
}

function parse(
  args: readonly string[],
): Partial<Record<NumberName | 'config', string>> & { help?: boolean | undefined } {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        servers: text,
        policies: text,
        sessions: text,
        down: text,
        port: text,
        seed: text,
        config: text,
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readNumber(name: NumberName, text: string | undefined): number {
  const { default: fallback, least, most } = NUMBERS[name];
  if (text === undefined) return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name}: expected a whole number from ${least} to ${most}, found "${text}"`);
}
