import { one, startAwsStage } from '../../support/changes-vbaws.js';
import type { AwsStage } from '../../support/changes-vbaws.js';

let stage: AwsStage;

beforeEach(async () => {
  stage = await startAwsStage();
});

afterEach(async () => {
  await stage.close();
});

const rescan = (input: object) =>
  stage.change<{ session: { id: string; state: string } | null }>(
    'vbAwsRescanBuckets',
    'VbAwsRescanBucketsInput',
    input,
    'session { id state }',
  );

const refused = { kind: 'status', status: 500 } as const;

describe('rescanning buckets', () => {
  const account = (): string =>
    one(stage.simulator.world.accounts.find(({ isOrganization }) => !isOrganization)).id;

  it('gives the session that does it, which ends', async () => {
    const { session, userErrors } = await rescan({ server: stage.server, amazonAccountId: account() });
    expect(userErrors).toEqual([]);
    const query = 'query ($id: ID!) { node(id: $id) { ... on Session { state result } } }';
    expect(await stage.ask(query, { id: session?.id })).toEqual({
      node: { state: 'FINISHED', result: 'SUCCESS' },
    });
    expect(stage.sent()).toEqual([`POST /api/v1/cloudInfrastructure/buckets/rescan/${account()}`]);
  });

  it('of an unknown IAM role is not found, in the words of the appliance', async () => {
    const amazonAccountId = '10b00000-0000-4000-8000-00000000dead';
    expect((await rescan({ server: stage.server, amazonAccountId })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', upstream: { status: 404, code: 'NotFound' } },
    ]);
  });

  it('refuses what is no id and sends nothing', async () => {
    expect((await rescan({ server: stage.server, amazonAccountId: 'role' })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'amazonAccountId'] },
    ]);
    expect(stage.sent()).toEqual([]);
  });
});

describe('exporting SLA-based policies', () => {
  const query = `query ($server: ID!, $format: VbAwsExportFormat!) {
    vbAwsSlaPolicyExport(server: $server, format: $format) { name mediaType content } }`;
  const download = (search: string) => fetch(new URL(`/exports/sla-policies?${search}`, stage.gateway.url));

  it.each([
    ['CSV', 'text/csv', 'Priority,Name,Enabled,Description'],
    ['XML', 'application/xml', '<?xml version="1.0" encoding="utf-8"?>'],
  ])('gives the %s file by GraphQL and as a download', async (format, mediaType, beginning) => {
    const { vbAwsSlaPolicyExport: file } = await stage.ask<{
      vbAwsSlaPolicyExport: { name: string; mediaType: string; content: string };
    }>(query, { server: stage.server, format });
    expect(file.mediaType).toMatch(mediaType);
    expect(file.content.startsWith(beginning)).toBe(true);
    expect(file.content).toContain(one(stage.slaPolicies()[0]).name);
    const response = await download(
      `server=${encodeURIComponent(stage.server)}&format=${format.toLowerCase()}`,
    );
    expect(response.headers.get('content-type')).toMatch(mediaType);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${file.name}"`);
    expect(await response.text()).toBe(file.content);
  });

  it.each([
    ['an unknown server', 'server=nonsense'],
    ['an unknown format', 'server=x&format=pdf'],
  ])('refuses %s', async (_what, search) => {
    expect((await download(search)).status).toBe(400);
    expect(stage.sent()).toEqual([]);
  });

  it('tells that the appliance cannot give it', async () => {
    stage.simulator.faults.add({ match: '/export', times: 1, fault: refused });
    expect((await download(`server=${encodeURIComponent(stage.server)}`)).status).toBe(502);
  });
});
