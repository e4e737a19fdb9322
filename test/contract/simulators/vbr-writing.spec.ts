import { describeContract } from '../../support/openapi.js';
import { newBucket, newRepository } from './vbr-bodies.js';
import { BI, closeAll, contractCall, field, finish, NULLS_IN_SESSIONS, rows, start } from './vbr-client.js';
import type { Client } from './vbr-client.js';

const REPOSITORIES = `${BI}/repositories`;
const SCALE_OUT = `${BI}/scaleOutRepositories`;

afterEach(closeAll);

async function addRepository(client: Client, body: Record<string, unknown>): Promise<string> {
  await finish(client, await client.send('POST', REPOSITORIES, body));
  const [added] = rows(await client.get(`${REPOSITORIES}?nameFilter=${String(body['name'])}`));
  return String(added?.['id']);
}

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev2'])('writing at VBR %s', (revision) => {
  describeContract(
    `vbr_rest_${revision}.json`,
    (contract) => {
      const call = contractCall(contract);

      it('adds, edits, rescans and removes a repository', async () => {
        const client = await start(revision, { policies: 5, sessions: 20 });
        const add = await call(client, 'POST', REPOSITORIES, REPOSITORIES, newRepository(revision, 'New'));
        expect(add.body).toMatchObject({
          sessionType: 'Infrastructure',
          state: 'Starting',
          result: { result: 'None' },
        });
        expect(rows(await client.get(`${REPOSITORIES}?nameFilter=New`))).toEqual([]);
        expect(await finish(client, add)).toBe('Success');
        const [added] = rows(await client.get(`${REPOSITORIES}?nameFilter=New`));
        expect(added).toMatchObject(newRepository(revision, 'New'));
        expect(contract.validateResponse('GET', `${REPOSITORIES}/{id}`, 200, added)).toEqual([]);

        const path = `${REPOSITORIES}/${String(added?.['id'])}`;
        const edited = { ...added, name: 'Renamed', description: 'Changed' };
        await finish(client, await call(client, 'PUT', path, `${REPOSITORIES}/{id}`, edited));
        expect((await client.get(path)).body).toEqual(edited);

        const ids = { repositoryIds: [added?.['id']] };
        expect(
          await finish(
            client,
            await call(client, 'POST', `${REPOSITORIES}/rescan`, `${REPOSITORIES}/rescan`, ids),
          ),
        ).toBe('Success');
        expect((await call(client, 'DELETE', path, `${REPOSITORIES}/{id}`)).status).toBe(204);
        expect((await call(client, 'DELETE', path, `${REPOSITORIES}/{id}`)).status).toBe(404);
      });

      it('adds object storage with immutability', async () => {
        const client = await start(revision, { policies: 1, sessions: 5 });
        const body = newBucket(revision, 'Bucket');
        await finish(client, await call(client, 'POST', REPOSITORIES, REPOSITORIES, body));
        expect(client.simulator.world.repositories.at(-1)).toMatchObject({
          bucket: 'fresh',
          immutableDays: 45,
          capacityGB: 0,
        });
      });

      it('adds, edits and removes a scale-out repository and changes the modes of its extents', async () => {
        const client = await start(revision, { policies: 1, sessions: 5 });
        const first = await addRepository(client, newRepository(revision, 'Extent-1'));
        const second = await addRepository(client, newRepository(revision, 'Extent-2'));
        const bucket = await addRepository(client, newBucket(revision, 'Tier'));
        const spec = {
          name: 'SOBR-New',
          description: '',
          performanceTier: { performanceExtents: [{ id: first }, { id: second }] },
          capacityTier: {
            isEnabled: true,
            extents: [{ id: bucket }],
            copyPolicyEnabled: true,
            movePolicyEnabled: false,
          },
        };
        await finish(client, await call(client, 'POST', SCALE_OUT, SCALE_OUT, spec));
        const [added] = rows(await client.get(`${SCALE_OUT}?nameFilter=SOBR-New`));
        expect(contract.validateResponse('GET', `${SCALE_OUT}/{id}`, 200, added)).toEqual([]);
        const path = `${SCALE_OUT}/${String(added?.['id'])}`;

        const seen = [];
        for (const mode of [
          'enableSealedMode',
          'enableMaintenanceMode',
          'disableSealedMode',
          'disableMaintenanceMode',
        ]) {
          const done = await call(client, 'POST', `${path}/${mode}`, `${SCALE_OUT}/{id}/${mode}`, {
            repositoryIds: [first],
          });
          expect(done.body).toMatchObject({ sessionType: 'RepositoryMaintenance' });
          await finish(client, done);
          const tier = field(await client.get(path), 'performanceTier') as {
            performanceExtents: { status: unknown }[];
          };
          seen.push(tier.performanceExtents[0]?.status);
        }
        expect(seen).toEqual(
          revision === '1.2-rev1'
            ? ['Sealed', 'Maintenance', 'Maintenance', 'Normal']
            : [['Sealed'], ['Maintenance', 'Sealed'], ['Maintenance'], ['Normal']],
        );

        const edited = {
          ...((await client.get(path)).body as object),
          description: 'Edited',
          capacityTier: { isEnabled: false },
        };
        await finish(client, await call(client, 'PUT', path, `${SCALE_OUT}/{id}`, edited));
        expect((await client.get(path)).body).toMatchObject({
          description: 'Edited',
          capacityTier: { isEnabled: false },
        });
        expect((await call(client, 'DELETE', path, `${SCALE_OUT}/{id}`)).status).toBe(204);
        expect((await client.get(path)).status).toBe(404);
        expect((await client.get(`${REPOSITORIES}/${first}`)).status).toBe(200);
      });
    },
    { toleratedNulls: NULLS_IN_SESSIONS },
  );
});
