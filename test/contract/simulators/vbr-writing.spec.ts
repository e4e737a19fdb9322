import { describeContract } from '../../support/openapi.js';
import type { Contract } from '../../support/openapi.js';
import { BI, closeAll, field, rows, start, text, UNKNOWN_ID } from './vbr-client.js';
import type { Answer, Client } from './vbr-client.js';

const REPOSITORIES = `${BI}/repositories`;
const SCALE_OUT = `${BI}/scaleOutRepositories`;
const HOST = '6745a759-2205-4cd2-b172-8ec8f7e60ef8';
const TOLERATED_NULLS = ['endTime', 'resourceId', 'resourceReference', 'parentSessionId'];

afterEach(closeAll);

/** Lets accepted work end, then tells how. */
async function finish(client: Client, accepted: Answer): Promise<unknown> {
  expect(accepted.status).toBe(201);
  client.clock.now += 20_000;
  const session = await client.get(`/api/v1/sessions/${text(accepted, 'id')}`);
  expect(session.body).toMatchObject({ state: 'Stopped' });
  return (field(session, 'result') as { result: string }).result;
}

function mountServer(revision: string): object {
  const settings = { mountServerId: HOST, writeCacheFolder: 'C:\\Cache', vPowerNFSEnabled: false };
  if (revision === '1.2-rev1') return settings;
  const isOld = revision === '1.3-rev0';
  return { mountServerSettingsType: isOld ? 'windows' : 'Windows', windows: settings };
}

function newRepository(revision: string, name: string): Record<string, unknown> {
  return {
    name,
    description: 'Added by a test',
    type: 'WinLocal',
    hostId: HOST,
    repository: { path: 'E:\\New', taskLimitEnabled: true, maxTaskCount: 6 },
    mountServer: mountServer(revision),
  };
}

function newBucket(revision: string, name: string): Record<string, unknown> {
  return {
    name,
    description: '',
    type: 'AmazonS3',
    account: { credentialsId: UNKNOWN_ID, regionType: 'Global' },
    bucket: {
      regionId: 'eu-west-1',
      bucketName: 'fresh',
      folderName: 'veeam',
      immutability: { isEnabled: true, daysCount: 45 },
    },
    mountServer: mountServer(revision),
  };
}

async function addRepository(client: Client, body: Record<string, unknown>): Promise<string> {
  await finish(client, await client.send('POST', REPOSITORIES, body));
  const [added] = rows(await client.get(`${REPOSITORIES}?nameFilter=${String(body['name'])}`));
  return String(added?.['id']);
}

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev2'])('writing at VBR %s', (revision) => {
  describeContract(
    `vbr_rest_${revision}.json`,
    (contract) => {
      /** Sends a request that fits the contract and checks that the answer does, too. */
      async function call(
        client: Client,
        method: string,
        path: string,
        template: string,
        body?: object,
      ): Promise<Answer> {
        if (body) expect(contract.validateRequest(method, template, body)).toEqual([]);
        const answer = await client.send(method, path, body);
        expect(contract.validateResponse(method, template, answer.status, answer.body)).toEqual([]);
        return answer;
      }

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

      it('starts, stops, disables and enables jobs', async () => {
        const client = await start(revision, { policies: 5, sessions: 40 });
        const job = client.simulator.world.jobs[0];
        const jobPath = `/api/v1/jobs/${job?.id}`;
        const state = async (): Promise<unknown> =>
          rows(await client.get(`/api/v1/jobs/states?idFilter=${job?.id}`))[0];
        const started = await call(client, 'POST', `${jobPath}/start`, '/api/v1/jobs/{id}/start', {
          performActiveFull: true,
        });
        expect(await state()).toMatchObject({ sessionId: text(started, 'id'), lastResult: 'None' });
        const again = await call(client, 'POST', `${jobPath}/start`, '/api/v1/jobs/{id}/start', {
          performActiveFull: false,
        });
        expect(again.status).toBe(400);
        const stopped = await call(client, 'POST', `${jobPath}/stop`, '/api/v1/jobs/{id}/stop', {
          gracefulStop: false,
        });
        expect(stopped.body).toMatchObject({
          id: text(started, 'id'),
          state: 'Stopped',
          result: { isCanceled: true },
        });

        const done = ['1.2-rev1', '1.3-rev0'].includes(revision)
          ? { status: 200, body: {} }
          : { status: 204 };
        expect(await call(client, 'POST', `${jobPath}/disable`, '/api/v1/jobs/{id}/disable')).toMatchObject(
          done,
        );
        expect((await client.send('POST', `${jobPath}/start`, { performActiveFull: false })).status).toBe(
          400,
        );
        expect(String(((await state()) as { status: string }).status).toLowerCase()).toBe('disabled');
        expect(await call(client, 'POST', `${jobPath}/enable`, '/api/v1/jobs/{id}/enable')).toMatchObject(
          done,
        );
        const second = await client.send('POST', `${jobPath}/start`, { performActiveFull: false });
        expect(await finish(client, second)).toBe('Success');
        expect(await state()).toMatchObject({ lastResult: 'Success' });
      });

      it('stops a session', async () => {
        const client = await start(revision, { policies: 30, sessions: 200 });
        const [running] = rows(await client.get('/api/v1/sessions?stateFilter=Working'));
        const path = `/api/v1/sessions/${String(running?.['id'])}`;
        expect((await call(client, 'POST', `${path}/stop`, '/api/v1/sessions/{id}/stop')).status).toBe(200);
        expect((await client.get(path)).body).toMatchObject({
          state: 'Stopped',
          result: { result: 'Failed', isCanceled: true },
        });
      });

      refusals(revision, contract);
    },
    { toleratedNulls: TOLERATED_NULLS },
  );
});

/** What cannot be done, with the status the contract has for it. */
function refusals(revision: string, contract: Contract): void {
  const unknown = UNKNOWN_ID;
  it.each<[string, string, string, string, object | undefined, number]>([
    ['an incomplete repository', 'POST', REPOSITORIES, REPOSITORIES, { name: 'X', type: 'WinLocal' }, 400],
    ['a taken name', 'POST', REPOSITORIES, REPOSITORIES, newRepository(revision, 'hardened-01'), 400],
    [
      'an unknown host',
      'POST',
      REPOSITORIES,
      REPOSITORIES,
      { ...newRepository(revision, 'X'), hostId: unknown },
      400,
    ],
    [
      'an unknown type',
      'POST',
      REPOSITORIES,
      REPOSITORIES,
      { ...newRepository(revision, 'X'), type: 'Punchcards' },
      400,
    ],
    [
      'an edit of an unknown repository',
      'PUT',
      `${REPOSITORIES}/${unknown}`,
      `${REPOSITORIES}/{id}`,
      newRepository(revision, 'X'),
      404,
    ],
    [
      'a rescan of nothing',
      'POST',
      `${REPOSITORIES}/rescan`,
      `${REPOSITORIES}/rescan`,
      { repositoryIds: [] },
      400,
    ],
    [
      'a rescan of an unknown repository',
      'POST',
      `${REPOSITORIES}/rescan`,
      `${REPOSITORIES}/rescan`,
      { repositoryIds: [unknown] },
      404,
    ],
    [
      'a scale-out repository without extents',
      'POST',
      SCALE_OUT,
      SCALE_OUT,
      { name: 'X', description: '' },
      400,
    ],
    [
      'a mode for an unknown scale-out repository',
      'POST',
      `${SCALE_OUT}/${unknown}/enableSealedMode`,
      `${SCALE_OUT}/{id}/enableSealedMode`,
      { repositoryIds: [unknown] },
      400,
    ],
    [
      'a start of an unknown job',
      'POST',
      `/api/v1/jobs/${unknown}/start`,
      '/api/v1/jobs/{id}/start',
      { performActiveFull: false },
      404,
    ],
    [
      'a stop of an unknown session',
      'POST',
      `/api/v1/sessions/${unknown}/stop`,
      '/api/v1/sessions/{id}/stop',
      undefined,
      404,
    ],
  ])('refuses %s', async (_title, method, path, template, body, status) => {
    const client = await start(revision, { policies: 3, sessions: 5 });
    const answer = await client.send(method, path, body);
    expect(answer.status).toBe(status);
    expect(contract.validateResponse(method, template, status, answer.body)).toEqual([]);
  });

  it('refuses to remove what is in use, and everything to a viewer', async () => {
    const client = await start(revision, { policies: 10, sessions: 20 });
    const { world, switches } = client.simulator;
    const extent = world.scaleOutRepositories[0]?.performance[0]?.repositoryId;
    const used = world.jobs.find(({ repositoryId }) =>
      world.repositories.some(({ id }) => id === repositoryId),
    );
    for (const id of [extent, used?.repositoryId]) {
      const answer = await client.send('DELETE', `${REPOSITORIES}/${id}`);
      expect(answer).toMatchObject({ status: 500, body: { errorCode: 'UnknownError', resourceId: id } });
    }
    switches.administrator = false;
    const attempts: [string, string, object?][] = [
      ['POST', REPOSITORIES, newRepository(revision, 'X')],
      ['DELETE', `${SCALE_OUT}/${world.scaleOutRepositories[0]?.id}`],
      ['POST', `/api/v1/jobs/${used?.id}/disable`],
    ];
    for (const [method, path, body] of attempts)
      expect((await client.send(method, path, body)).status).toBe(403);
  });
}

it('retries a failed job within its run', async () => {
  const client = await start('1.3-rev2', { policies: 40, sessions: 2000 });
  const { jobs, sessions } = client.simulator.world;
  const failed = jobs.find(({ index }) => sessions.lastOf(index)?.result === 'Failed');
  const last = sessions.lastOf(failed?.index ?? 0);
  const answer = await client.send('POST', `/api/v1/jobs/${failed?.id}/retry`, {});
  expect(answer.body).toMatchObject({
    retryInfo: { retryNumber: (last?.retryNumber ?? 0) + 1 },
    originalSessionId: sessions.idAt(last?.originalIndex ?? 0),
  });
});

it('answers 204 when a copy job has nothing to copy', async () => {
  const client = await start('1.3-rev2', { policies: 10, sessions: 100, workSeconds: 0 });
  const copy = client.simulator.world.jobs.find(({ type }) => type === 'BackupCopy');
  const starting = (): Promise<Answer> =>
    client.send('POST', `/api/v1/jobs/${copy?.id}/start`, { performActiveFull: false });
  for (const id of copy?.sourceJobIds ?? [])
    await client.send('POST', `/api/v1/jobs/${id}/start`, { performActiveFull: false });
  expect((await starting()).status).toBe(201);
  client.clock.now += 1000;
  expect((await starting()).status).toBe(204);
});
