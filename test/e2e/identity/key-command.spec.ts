import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeKeyFor } from '../../../src/cli/key/make-key.js';
import { askAs } from '../../support/callers.js';
import { deadUrl } from '../../support/addresses.js';
import { startGateway } from '../../support/gateway.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gateway-key-'));
  file = join(folder, 'keys.yaml');
});

afterEach(() => rmSync(folder, { recursive: true }));

function run(...args: string[]): { status: number; out: string; err: string; credential: string } {
  const written = { out: '', err: '' };
  const status = makeKeyFor(args, {
    out: (text) => (written.out += text),
    err: (text) => (written.err += text),
  });
  const [credential = ''] = /vgw_\w{12}_[\w-]{43}/.exec(written.out) ?? [];
  return { status, ...written, credential };
}

describe('npm run key', () => {
  it('makes keys that open a gateway, each as far as it was made for', async () => {
    const first = run(
      '--name',
      'portal',
      '--role',
      'VIEWER',
      '--tags',
      'tenant=acme,tenant=globex',
      '--file',
      file,
    );
    const second = run('--name', 'night shift', '--role', 'OPERATOR', '--servers', 'c', '--file', file);
    expect([first.status, second.status]).toEqual([0, 0]);
    expect(statSync(file).mode & 0o077).toBe(0);
    for (const { credential } of [first, second])
      expect(readFileSync(file, 'utf8')).not.toContain(credential.slice(-43));
    const servers = await Promise.all(
      ['acme', 'globex', 'umbrella'].map(async (tenant, index) => ({
        key: 'abc'.charAt(index),
        product: 'VBR',
        url: await deadUrl(),
        tags: { tenant },
      })),
    );
    const gateway = await startGateway(servers, { auth: { mode: 'apiKey', apiKeys: { file } } });
    const seenBy = async (credential: string): Promise<unknown> =>
      (await askAs(credential, gateway.url, '{ servers { key } }')).data;
    expect(await seenBy(first.credential)).toEqual({ servers: [{ key: 'a' }, { key: 'b' }] });
    expect(await seenBy(second.credential)).toEqual({ servers: [{ key: 'c' }] });
    await gateway.close();
  });

  it('prints the line to add where no file is named, and the key apart from it', () => {
    const { status, out, credential } = run('--name', 'portal', '--role', 'ADMIN', '--expires', '2027-01-31');
    expect(status).toBe(0);
    const [line = ''] = out.split('\n').filter((text) => text.startsWith('  - {'));
    expect(JSON.parse(line.slice(4))).toMatchObject({ name: 'portal', role: 'ADMIN', expires: '2027-01-31' });
    expect(line).not.toContain(credential.slice(-43));
  });

  it.each<[string[], RegExp]>([
    [[], /--name: expected a name.*\n--role: expected VIEWER/],
    [['--name', 'x', '--role', 'admin'], /--role: expected VIEWER, OPERATOR or ADMIN.*did you mean ADMIN/],
    [['--name', 'x', '--role', 'ADMIN', '--tags', 'tenant'], /--tags: expected NAME=VALUE/],
    [['--name', 'x', '--role', 'ADMIN', '--expires', 'soon'], /--expires: expected a date/],
    [['--name', 'x', '--role', 'ADMIN', '--expires', '2020-01-01'], /--expires: expected a time to come/],
    [['--nmae', 'x'], /--nmae/],
  ])('makes none of %j, and says why', (args, why) => {
    const { status, out, err } = run(...args);
    expect(status).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(why);
    expect(err).toContain('usage: npm run key');
  });

  it('leaves a file alone that it cannot add to', () => {
    const text = '{ "keys": [] }\n';
    writeFileSync(file, text);
    expect(run('--name', 'x', '--role', 'ADMIN', '--file', file).status).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
