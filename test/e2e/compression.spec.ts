import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { deadUrl } from '../support/addresses.js';

const LARGE = '{ __schema { types { name description } } }';
const SMALL = '{ __typename }';

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: await deadUrl() }]);
});
afterAll(() => gateway.close());

/** Asks without a client that undoes compression by itself. */
function raw(query: string, accepted?: string): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      ...(accepted === undefined ? {} : { 'accept-encoding': accepted }),
    };
    const sent = request(gateway.url, { method: 'POST', headers }, (response) => {
      buffer(response).then((body) => resolve({ headers: response.headers, body }), reject);
    });
    sent.on('error', reject).end(JSON.stringify({ query }));
  });
}

const DECODERS: Record<string, (body: Buffer) => Buffer> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  none: (body) => body,
};

describe('A large answer', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip;q=0.1', 'gzip'],
    ['br;q=0.000, gzip; q=0', 'none'],
    ['deflate', 'none'],
    ['identity', 'none'],
    ['', 'none'],
    [undefined, 'none'],
  ])('is sent to whoever accepts %p in the encoding %s, and is the same text', async (accepted, encoding) => {
    const plain = await raw(LARGE);
    // The second time it is an answer kept from the first.
    for (let round = 0; round < 2; round += 1) {
      const { headers, body } = await raw(LARGE, accepted);
      expect(headers['content-encoding'] ?? 'none').toBe(encoding);
      expect(headers['vary']).toBe('accept-encoding');
      expect(Number(headers['content-length'])).toBe(body.length);
      expect(DECODERS[encoding]?.(body).equals(plain.body)).toBe(true);
      if (encoding !== 'none') expect(body.length).toBeLessThan(plain.body.length / 2);
    }
  });
});

describe('A small answer', () => {
  it('is sent as it is', async () => {
    const { headers, body } = await raw(SMALL, 'br, gzip');
    expect(headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(body.toString())).toMatchObject({ data: { __typename: 'Query' } });
  });
});
