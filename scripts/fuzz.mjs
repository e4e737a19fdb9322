// npm run fuzz [-- --seed N --minutes M --only NAMES]: the fuzzers of test/fuzz for minutes, where the tests run them for seconds.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { helpIfAsked } from './help.mjs';

const FOLDER = 'test/fuzz';
const FUZZERS = readdirSync(FOLDER).flatMap((file) => /^(.*)\.spec\.ts$/.exec(file)?.[1] ?? []);

helpIfAsked(`usage: npm run fuzz -- [--seed N] [--minutes M] [--only NAME[,NAME…]]

Sends a gateway what nobody should send it: as its servers, as its callers, through Redis and in its configuration file.

  --seed N      the same seed tries the same values; chosen and printed unless given
  --minutes M   how long each fuzzer goes on, 5 unless given
  --only NAMES  some of ${FUZZERS.join(', ')}
  --help        prints this

Exit status: 0 nothing was found, 1 something was (the seed and the smallest value that shows it are printed), 2 wrong arguments.`);

const { seed, minutes, only } = readArguments();
process.stdout.write(`seed ${seed}, ${minutes} minutes each: ${only.join(', ')}\n`);
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--runInBand'];
const { status } = spawnSync(
  process.execPath,
  [...jest, ...only.map((name) => `${FOLDER}/${name}.spec.ts`)],
  {
    env: { ...process.env, FUZZ_SEED: String(seed), FUZZ_MINUTES: String(minutes) },
    stdio: 'inherit',
  },
);
process.exit(status === 0 ? 0 : 1);

function readArguments() {
  try {
    const options = { seed: { type: 'string' }, minutes: { type: 'string' }, only: { type: 'string' } };
    const { values } = parseArgs({ options });
    const read = {
      seed: Number(values.seed ?? randomInt(2 ** 31)),
      minutes: Number(values.minutes ?? 5),
      only: values.only?.split(',') ?? FUZZERS,
    };
    if (!Number.isInteger(read.seed)) throw new Error(`--seed: "${values.seed}" is no whole number`);
    if (!(read.minutes > 0)) throw new Error(`--minutes: "${values.minutes}" is no number of minutes`);
    const unknown = read.only.find((name) => !FUZZERS.includes(name));
    if (unknown !== undefined) throw new Error(`--only: there is no "${unknown}", but ${FUZZERS.join(', ')}`);
    return read;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
