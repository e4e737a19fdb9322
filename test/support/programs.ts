import { spawnSync } from 'node:child_process';

/** The first of these programs that is installed; undefined: none is. */
export function installed(programs: readonly string[]): string | undefined {
  return programs.find((program) => spawnSync(program, ['--version']).status === 0);
}

/** `describe` where each of the programs (or, after a bar, another) is installed; elsewhere it says so and skips. Under CI=true that is a failure. */
export function describeWith(programs: readonly string[], title: string, body: () => void): void {
  const missing = programs.filter((names) => installed(names.split('|')) === undefined);
  if (missing.length === 0) describe(title, body);
  else if (process.env['CI'] === 'true')
    describe(title, () => {
      it(`needs ${missing.join(', ')}`, () => {
        throw new Error(`not installed: ${missing.join(', ')}`);
      });
    });
  else {
    console.warn(`${missing.join(', ')} not installed, so this is not tested: ${title}`);
    describe.skip(title, body);
  }
}
