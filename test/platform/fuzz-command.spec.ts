import { spawnSync } from 'node:child_process';

const run = (...args: string[]): { status: number | null; text: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/fuzz.mjs', ...args]);
  return { status, text: String(stdout) + String(stderr) };
};

describe('npm run fuzz', () => {
  it('tells what it does', () => {
    expect(run('--help')).toEqual({ status: 0, text: expect.stringContaining('npm run fuzz') });
  });

  it.each([
    [['--only', 'nothing'], /there is no "nothing"/],
    [['--minutes', '0'], /--minutes: "0"/],
    [['--seed', 'x'], /--seed: "x"/],
    [['--jsn'], /--jsn/],
  ])('refuses %j before anything is run', (args, says) => {
    expect(run(...args)).toEqual({ status: 2, text: expect.stringMatching(says) });
  });
});
