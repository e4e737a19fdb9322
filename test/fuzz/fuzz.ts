import fc from 'fast-check';

/** What `npm run fuzz` sets; by itself the suite goes the same short way each time. */
const seed = Number(process.env['FUZZ_SEED'] ?? 8);
const limit = Number(process.env['FUZZ_MINUTES'] ?? 0) * 60_000;

/** Whether it goes on for minutes, so that each value may cost more. */
export const isLong = limit > 0;

/** Long enough for the last run after the time is over, and for making a failure smaller. */
export const FUZZ_TIMEOUT = limit + 180_000;

/** Tries made-up values: `runs` of them, or in the long form as many as fit into its minutes. A failure shows the seed and the smallest value found. */
export async function fuzz<T>(
  values: fc.Arbitrary<T>,
  runs: number,
  check: (value: T) => Promise<void>,
): Promise<void> {
  const length = isLong
    ? { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: limit, markInterruptAsFailure: false }
    : { numRuns: runs };
  await fc.assert(fc.asyncProperty(values, check), { seed, ...length });
}
