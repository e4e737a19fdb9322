import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  EVERYTHING,
  PARTS,
  PRODUCTS,
  goodKey,
  partOf,
  sourceOf,
  startTrio,
  startTroubledGateway,
  troubledKey,
} from '../support/troubled-fleet.js';
import type { EverythingData, Product, Trio } from '../support/troubled-fleet.js';

let good: Trio;
let others: Trio;

beforeAll(async () => {
  [good, others] = await Promise.all([startTrio({ seed: 1 }), startTrio({ seed: 2 })]);
});
afterAll(() => Promise.all([good.close(), others.close()]));

/** Each product's entry points at the server of another one. */
const MIX_UPS: readonly Readonly<Record<Product, Product>>[] = [
  { VBR: 'VB_AWS', VB_AWS: 'VB_M365', VB_M365: 'VBR' },
  { VBR: 'VB_M365', VB_AWS: 'VBR', VB_M365: 'VB_AWS' },
];

describe.each(MIX_UPS)(
  'an address of another product (VBR: $VBR, VB_AWS: $VB_AWS, VB_M365: $VB_M365)',
  (mixUp) => {
    it.each([undefined, 'configured'])(
      'is reported as such and costs only its own part (revision %s)',
      async (revision) => {
        const REVISIONS = { VBR: '1.3-rev1', VB_AWS: '1.8-rev0', VB_M365: 'v8' } as const;
        const gateway = await startTroubledGateway(good, others, (product) => ({
          entry: { url: others[mixUp[product]].url, ...(revision && { apiVersion: REVISIONS[product] }) },
        }));
        const { data, errors } = await gateway.ask<EverythingData>(EVERYTHING);
        await gateway.close();
        expect(errors).toEqual([]);
        for (const name of PARTS) {
          const part = partOf(data, name);
          expect(part.complete).toBe(false);
          for (const product of PRODUCTS) {
            expect(sourceOf(part, goodKey(product))).toMatchObject({ status: 'OK' });
            expect(sourceOf(part, troubledKey(product))).toMatchObject({
              status: 'FAILED',
              error: {
                code: expect.stringMatching(/BAD_RESPONSE|UNSUPPORTED/),
                message: expect.stringMatching(/address/),
                retryable: false,
              },
            });
          }
        }
      },
    );
  },
);

/** What every path answers. */
const STRANGERS: readonly (readonly [
  title: string,
  status: number,
  type: string,
  body: string,
  said: RegExp,
])[] = [
  ['a web site', 200, 'text/html', '<html><body>Welcome</body></html>', /HTML .*is this the address of a/],
  ['a web site without such a page', 404, 'text/html', '<html>Not Found</html>', /is this the address/],
  ['a text', 200, 'text/plain', 'It works!', /JSON that cannot be parsed/],
  ['a picture', 200, 'image/png', 'PNG', /answered image\/png/],
  ['another API', 200, 'application/json', '{"hello":"world"}', /is this /],
  ['another API without such a path', 404, 'application/json', '{"error":"what?"}', /is this the address/],
];

describe.each(STRANGERS)('an address of %s', (_title, status, type, body, said) => {
  it('is reported as such, whatever product was expected there', async () => {
    const server = createServer((_request, response) =>
      response.writeHead(status, { 'content-type': type }).end(body),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const entry = { url: `http://127.0.0.1:${port}` };
    const gateway = await startTroubledGateway(good, others, () => ({ entry }));
    const { data } = await gateway.ask<EverythingData>(EVERYTHING);
    await gateway.close();
    await new Promise((resolve) => server.close(resolve));
    for (const product of PRODUCTS)
      expect(sourceOf(data.policies, troubledKey(product))?.error).toMatchObject({
        code: 'BAD_RESPONSE',
        message: expect.stringMatching(said),
      });
  });
});
