import { createHash } from 'node:crypto';
import { deadUrl } from '../../support/addresses.js';
import { bearer, keyAuth, testKey } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

const [anna, ben] = [testKey({ name: 'Anna' }), testKey({ name: 'Ben' })];
const sha256Hash = (text: string): string => createHash('sha256').update(text).digest('hex');

let gateway: RunningGateway;
beforeAll(async () => {
  const server = { key: 'vbr', product: 'VBR', url: await deadUrl() };
  gateway = await startGateway([server], { auth: keyAuth(anna, ben) });
});
afterAll(() => gateway.close());

async function ask(credential: string, query: string, isSent: boolean): Promise<string> {
  const extensions = { persistedQuery: { version: 1, sha256Hash: sha256Hash(query) } };
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(credential) },
    body: JSON.stringify(isSent ? { query, extensions } : { extensions }),
  });
  return response.text();
}

it('documents that somebody sends with their hash are not pushed out by those of somebody who sends more', async () => {
  const query = '{ servers { key } }';
  expect(await ask(anna.credential, query, false)).toContain('PERSISTED_QUERY_NOT_FOUND');
  expect(await ask(anna.credential, query, true)).toContain('"key":"vbr"');
  // 45 MB of them in 50 requests.
  const long = (index: number): string => `{ servers { key } } #${index} ${'x'.repeat(900_000)}`;
  for (let index = 0; index < 50; index += 1)
    expect(await ask(ben.credential, long(index), true)).toContain('"key"');
  expect(await ask(ben.credential, long(0), false)).toContain('PERSISTED_QUERY_NOT_FOUND');
  expect(await ask(ben.credential, long(49), false)).toContain('"key":"vbr"');
  expect(await ask(anna.credential, query, false)).toContain('"key":"vbr"');
});
