import { describeContract } from '../../support/openapi.js';
import { closeAll, contractCall, finish, NULLS_IN_SESSIONS, rows, start, text } from './vbr-client.js';
import type { Answer } from './vbr-client.js';

afterEach(closeAll);

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev2'])('controlling jobs at VBR %s', (revision) => {
  describeContract(
    `vbr_rest_${revision}.json`,
    (contract) => {
      const call = contractCall(contract);

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
    },
    { toleratedNulls: NULLS_IN_SESSIONS },
  );
});

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
