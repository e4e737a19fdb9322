import { describeContract } from '../../support/openapi.js';
import { BI, closeAll, rows, start, UNKNOWN_ID } from './vbr-client.js';

/** Properties the server sends as null although no contract declares it (see the notes on VBR). */
const TOLERATED_NULLS = [
  'lastRun',
  'nextRun',
  'repositoryId',
  'repositoryName',
  'sessionId',
  'endTime',
  'progressPercent',
  'resourceId',
  'resourceReference',
  'parentSessionId',
  'hostId',
  'hostName',
  'path',
];

afterEach(closeAll);

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev2'])('VBR %s', (revision) => {
  describeContract(
    `vbr_rest_${revision}.json`,
    (contract) => {
      it.each([
        ['/api/v1/serverTime'],
        ['/api/v1/serverInfo'],
        ['/api/v1/license'],
        ['/api/v1/jobs'],
        ['/api/v1/jobs/states'],
        [`${BI}/repositories`],
        [`${BI}/repositories/states`],
        [`${BI}/scaleOutRepositories`],
        [`${BI}/managedServers`],
        ['/api/v1/sessions?limit=600', '/api/v1/sessions'],
        ['/api/v1/taskSessions?limit=600', '/api/v1/taskSessions'],
      ])('answers GET %s as its contract says', async (path, template = path) => {
        const client = await start(revision, { policies: 60, sessions: 600 });
        const { status, body } = await client.get(path);
        expect(status).toBe(200);
        expect(contract.validateResponse('GET', template, status, body)).toEqual([]);
      });

      it.each([
        ['/api/v1/jobs'],
        [`${BI}/repositories`],
        [`${BI}/scaleOutRepositories`],
        [`${BI}/managedServers`],
        ['/api/v1/sessions'],
        ['/api/v1/taskSessions'],
      ])('answers GET %s/{id} for each of the list, and 404 for an unknown one', async (path) => {
        const client = await start(revision, { policies: 30, sessions: 60 });
        const listed = rows(await client.get(`${path}?limit=40`));
        expect(listed.length).toBeGreaterThan(0);
        for (const row of listed) {
          const single = await client.get(`${path}/${String(row['id'])}`);
          expect(single).toEqual({ status: 200, body: row });
          expect(contract.validateResponse('GET', `${path}/{id}`, 200, single.body)).toEqual([]);
        }
        const missing = await client.get(`${path}/${UNKNOWN_ID}`);
        expect(missing).toMatchObject({
          status: 404,
          body: { errorCode: 'NotFound', resourceId: UNKNOWN_ID },
        });
        expect(contract.validateResponse('GET', `${path}/{id}`, 404, missing.body)).toEqual([]);
      });

      it('answers logs and task sessions of sessions', async () => {
        const client = await start(revision, { policies: 30, sessions: 120 });
        for (const { id } of rows(await client.get('/api/v1/sessions'))) {
          for (const part of ['logs', 'taskSessions']) {
            const { status, body } = await client.get(`/api/v1/sessions/${String(id)}/${part}`);
            expect(contract.validateResponse('GET', `/api/v1/sessions/{id}/${part}`, status, body)).toEqual(
              [],
            );
          }
        }
        const [task] = rows(await client.get('/api/v1/taskSessions?limit=1'));
        const { status, body } = await client.get(`/api/v1/taskSessions/${String(task?.['id'])}/logs`);
        expect(contract.validateResponse('GET', '/api/v1/taskSessions/{id}/logs', status, body)).toEqual([]);
      });

      it('signs in, refuses and signs out as its contract says', async () => {
        const client = await start(revision, { policies: 1, sessions: 1 });
        const path = '/api/oauth2/token';
        const good = await client.signIn();
        expect(contract.validateResponse('POST', path, 200, good.body)).toEqual([]);
        const bad = await client.signIn({ password: 'wrong' });
        expect(bad.status).toBe(401);
        expect(contract.validateResponse('POST', path, 401, bad.body)).toEqual([]);
        const out = await client.send('POST', '/api/oauth2/logout');
        expect(contract.validateResponse('POST', '/api/oauth2/logout', out.status, out.body)).toEqual([]);
        expect((await client.get('/api/v1/jobs')).status).toBe(401);
      });
    },
    { toleratedNulls: TOLERATED_NULLS },
  );
});
