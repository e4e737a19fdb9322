import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askAs, bearer, keyAuth, testKey } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

const KEYS = {
  VIEWER: testKey({ role: 'VIEWER' }),
  OPERATOR: testKey({ role: 'OPERATOR' }),
  ADMIN: testKey({ role: 'ADMIN' }),
};
const ROLES = ['VIEWER', 'OPERATOR', 'ADMIN'] as const;
const NOWHERE = { key: 'vbr', product: 'VBR', url: 'http://127.0.0.1:9' };
const auth = keyAuth(...Object.values(KEYS));

let gateway: RunningGateway;
afterEach(() => gateway.close());

const start = async (rest: Record<string, unknown>): Promise<void> => {
  gateway = await startGateway([NOWHERE], rest);
};
const ask = (credential?: string): Promise<Response> =>
  fetch(`${gateway.url}/permissions`, { headers: bearer(credential) });

it.each(['VIEWER', 'OPERATOR', 'ADMIN', 'NOBODY'])(
  'tells each role whether the schema is shown to it, with introspection: %s',
  async (introspection) => {
    await start({ auth, introspection });
    for (const role of ROLES) {
      const { credential } = KEYS[role];
      const isShown = (await askAs(credential, gateway.url, '{ __schema { description } }')).status === 200;
      const response = await ask(credential);
      expect(await response.json()).toEqual({ role, seesSchema: isShown, runsAnyDocument: true });
    }
  },
);

it('tells whom only listed documents are run for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'permissions-'));
  const manifest = join(folder, 'manifest.json');
  writeFileSync(manifest, '{}');
  await start({ auth, introspection: 'VIEWER', trustedDocuments: { manifest, roles: ['VIEWER'] } });
  rmSync(folder, { recursive: true });
  expect(await (await ask(KEYS.VIEWER.credential)).json()).toEqual({
    role: 'VIEWER',
    seesSchema: false,
    runsAnyDocument: false,
  });
  expect(await (await ask(KEYS.OPERATOR.credential)).json()).toMatchObject({
    seesSchema: true,
    runsAnyDocument: true,
  });
});

it('tells nothing to whoever has no key, and its answers are not kept', async () => {
  await start({ auth });
  for (const credential of [undefined, testKey().credential])
    expect((await ask(credential)).status).toBe(401);
  expect((await ask(KEYS.VIEWER.credential)).headers.get('cache-control')).toBe('no-store');
});

it('needs no key where nobody is asked for one', async () => {
  await start({});
  expect(await (await ask()).json()).toEqual({ role: 'ADMIN', seesSchema: true, runsAnyDocument: true });
});
