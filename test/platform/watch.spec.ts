import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const WATCH = fileURLToPath(new URL('../host/watch.mjs', import.meta.url));

it.each([
  ['never comes to an end', 'for (;;);', 'its loop stands still'],
  ['waits for what never comes', 'setInterval(() => 0, 1_000_000)', /waits for .*1 Timeout/],
])('a test file that %s is named, and its process is ended', async (_what, code, why) => {
  const script = `
    import(${JSON.stringify(WATCH)}).then(({ Watch }) => {
      const watch = new Watch(100);
      watch.file('hanging.spec.ts');
      watch.test('the one that hangs');
      ${code}
    });`;
  const child = spawn(process.execPath, ['--eval', script], {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [, signal]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(signal).toBe('SIGKILL');
  expect(said).toMatch(/^hanging\.spec\.ts is ended after 0\.1 s, in the one that hangs: /);
  expect(said).toMatch(why);
});
