import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyAudit } from '../../src/cli/audit/verify-audit.js';
import { AuditFile } from '../../src/platform/observability/audit/audit-file.js';
import { AuditOutput } from '../../src/platform/observability/audit/audit-output.js';
import { AuditTrail } from '../../src/platform/observability/audit/audit-trail.js';
import type { AttemptEvent } from '../../src/platform/observability/audit/audit-event.js';
import { LogLines } from '../support/log-lines.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  path = join(folder, 'audit.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

const attempt = (requestId: string): AttemptEvent => ({
  event: 'attempt',
  requestId,
  caller: { id: 'key:1', name: 'Ops', role: 'OPERATOR' },
  address: '127.0.0.1',
  operation: 'startPolicy',
  servers: ['berlin'],
  arguments: { input: { policy: 'x' } },
});

const newTrail = (): AuditTrail => new AuditTrail(new AuditFile(path));

/** A process that makes `changes` changes; it crashes unless told otherwise. */
async function run(changes: number, end: 'stop' | 'crash' = 'stop'): Promise<AuditTrail> {
  const trail = newTrail();
  await trail.start();
  for (let index = 0; index < changes; index++) await trail.write(attempt(`r${index}`));
  if (end === 'stop') await trail.stop();
  return trail;
}

async function verify(...args: string[]): Promise<{ status: number; said: string }> {
  const said: string[] = [];
  const status = await verifyAudit(args.length > 0 ? args : [path], (line) => said.push(line));
  return { status, said: said.join('\n') };
}

const lines = (): string[] => readFileSync(path, 'utf8').trimEnd().split('\n');
const rewrite = (changed: readonly string[]): void => writeFileSync(path, `${changed.join('\n')}\n`);

describe('an audit file', () => {
  it('is one chain over restarts, for its owner alone', async () => {
    await run(2);
    const { head } = await run(3);
    expect(await verify()).toEqual({ status: 0, said: `OK: 9 records\nhead: 9:${head.hash}` });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps the order and the numbers of records that come at once', async () => {
    const trail = await run(0, 'crash');
    const numbers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => trail.write(attempt(`p${index}`))),
    );
    await trail.stop();
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => index + 2));
    expect((await verify()).status).toBe(0);
  });

  it.each<[string, (all: string[]) => string[]]>([
    ['a changed word', (all) => all.map((line, index) => (index === 2 ? line.replace('Ops', 'Eve') : line))],
    ['a changed last line', (all) => [...all.slice(0, -1), String(all.at(-1)).replace('stop', 'halt')]],
    ['a removed line', (all) => all.toSpliced(2, 1)],
    [
      'two lines in another order',
      (all) => [...all.slice(0, 2), ...all.slice(2, 4).reverse(), ...all.slice(4)],
    ],
    ['a line that is there twice', (all) => all.toSpliced(3, 0, String(all[2]))],
    ['a line of another chain', (all) => all.toSpliced(3, 1, String(all[3]).replace(/"seq":\d+/, '"seq":3'))],
    ['an empty line', (all) => all.toSpliced(2, 0, '')],
  ])('shows %s', async (_title, change) => {
    await run(4);
    rewrite(change(lines()));
    expect(await verify()).toMatchObject({ status: 1, said: expect.stringContaining('BROKEN') });
  });

  it('shows lines cut off the end to whoever remembers the head, and notes the missing stop after a restart', async () => {
    const { head } = await run(4);
    rewrite(lines().slice(0, 3));
    expect((await verify()).status).toBe(0);
    expect(await verify('--head', `${head.seq}:${head.hash}`, path)).toMatchObject({
      status: 1,
      said: expect.stringContaining('cut off'),
    });
    await run(1);
    expect(await verify()).toMatchObject({
      status: 0,
      said: expect.stringContaining('without having stopped'),
    });
  });

  it('goes on after a line that a crash tore, and says so', async () => {
    await run(3, 'crash');
    truncateSync(path, statSync(path).size - 40);
    expect(await verify()).toMatchObject({ status: 0, said: expect.stringContaining('not finished') });
    await run(1);
    const { status, said } = await verify();
    expect(status).toBe(0);
    expect(said).toMatch(/bytes before it are damaged/);
    rewrite(lines().map((line) => (readable(line) ? line : line.slice(1))));
    expect((await verify()).status).toBe(1);
  });

  it.each<[string, (line: string) => string]>([
    ['garbage', () => '#'.repeat(80)],
    ['nothing', () => ''],
    ['other JSON', () => '{"seq":1}'],
    ['one letter changed', (line) => `${line.slice(0, -10)}#${line.slice(-9)}`],
  ])('calls last records broken that %s stands for since the gateway stopped', async (_what, damaged) => {
    for (const count of [1, 5]) {
      writeFileSync(path, '');
      await run(6);
      expect((await verify()).status).toBe(0);
      rewrite(lines().map((line, index, all) => (index < all.length - count ? line : damaged(line))));
      await run(1);
      expect((await verify()).status).toBe(1);
    }
  });

  it('goes on after a last line that only lacks its break', async () => {
    await run(2, 'crash');
    truncateSync(path, statSync(path).size - 1);
    await run(1);
    expect((await verify()).said).not.toMatch(/damaged/);
    expect((await verify()).status).toBe(0);
  });

  it('goes on in a new file where the old one was renamed', async () => {
    const trail = await run(2, 'crash');
    renameSync(path, join(folder, 'audit.log.1'));
    await trail.write(attempt('rotated'));
    await trail.stop();
    expect(await verify(join(folder, 'audit.log.1'), path)).toMatchObject({
      status: 0,
      said: expect.stringMatching(/^OK: 5 records/),
    });
    expect((await verify()).said).toMatch(/begins with record 4; those before it are not here/);
  });

  it('is not written to while another process does', async () => {
    const one = await run(1, 'crash');
    const other = await run(1, 'crash');
    await expect(one.write(attempt('late'))).rejects.toThrow('another process');
    await other.stop();
    expect((await verify()).status).toBe(0);
  });

  it('is not begun after something that is no audit', async () => {
    writeFileSync(path, `${'nothing of the kind\n'.repeat(300_000)}`);
    await expect(newTrail().start()).rejects.toThrow('no audit record');
  });

  it('takes records again when it can be written to again', async () => {
    const trail = await run(1, 'crash');
    renameSync(path, `${path}.away`);
    const blocked = new AuditTrail(new AuditFile(folder));
    await expect(blocked.start()).rejects.toThrow();
    renameSync(`${path}.away`, path);
    await expect(trail.write(attempt('again'))).resolves.toBe(3);
    await trail.stop();
    expect((await verify()).status).toBe(0);
  });
});

describe('an audit among other output', () => {
  it('is checked with --mixed, over several processes', async () => {
    const output = new LogLines();
    for (let process = 0; process < 2; process++) {
      const trail = new AuditTrail(new AuditOutput(output));
      await trail.start();
      output.write('{"level":"info","msg":"something else"}\n');
      await trail.write(attempt('r'));
      await trail.stop();
    }
    appendFileSync(path, output.raw());
    expect(await verify('--mixed', path)).toMatchObject({
      status: 0,
      said: expect.stringMatching(/a new chain begins\nOK: 6 records/),
    });
    rewrite(lines().filter((line) => !line.includes('"attempt"')));
    expect((await verify('--mixed', path)).status).toBe(1);
  });
});

it.each([[[]], [['--head', 'x', 'y']], [['/nowhere/audit.log']]])(
  'ends with status 2 when asked with %j',
  async (args) => {
    const said: string[] = [];
    expect(await verifyAudit(args, (line) => said.push(line))).toBe(2);
    expect(said.join('')).toMatch(/usage|ENOENT/);
  },
);

function readable(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
