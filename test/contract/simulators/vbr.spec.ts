import { describeContract } from '../../support/openapi.js';
import { BI, closeAll, rows, start, text, UNKNOWN_ID } from './vbr-client.js';
import type { Client } from './vbr-client.js';

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

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev2'])('VBR %s', (revision) => {
  describeContract(
    `vbr_rest_${revision}.json`,
    (contract) => {
      let client: Client;
      beforeAll(async () => {
        client = await start(revision, { policies: 60, sessions: 600 });
      });
      afterAll(closeAll);

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
        ['/api/v1/credentials'],
        ['/api/v1/cloudCredentials'],
        ['/api/v1/sessions?limit=600', '/api/v1/sessions'],
        ['/api/v1/taskSessions?limit=600', '/api/v1/taskSessions'],
      ])('answers GET %s as its contract says', async (path, template = path) => {
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
        const listed = rows(await client.get(`${path}?limit=60`));
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
        const path = '/api/oauth2/token';
        const good = await client.signIn();
        expect(contract.validateResponse('POST', path, 200, good.body)).toEqual([]);
        const bad = await client.signIn({ password: 'wrong' });
        expect(bad.status).toBe(401);
        expect(contract.validateResponse('POST', path, 401, bad.body)).toEqual([]);
        const authorization = `Bearer ${text(good, 'access_token')}`;
        const out = await client.send('POST', '/api/oauth2/logout', undefined, { authorization });
        expect(contract.validateResponse('POST', '/api/oauth2/logout', out.status, out.body)).toEqual([]);
        expect((await client.get('/api/v1/jobs', { authorization })).status).toBe(401);
      });
    },
    { toleratedNulls: TOLERATED_NULLS },
  );
});

/** 1.3-rev1 has no file; what it shares with its successor is judged by that one's. */
describe('VBR 1.3-rev1', () => {
  describeContract('vbr_rest_1.3-rev2.json', (contract) => {
    afterEach(closeAll);

    it.each([
      ['/api/v1/serverInfo'],
      ['/api/v1/serverTime'],
      ['/api/v1/jobs/states'],
      [`${BI}/scaleOutRepositories`],
      [`${BI}/managedServers`],
      ['/api/v1/sessions'],
      ['/api/v1/taskSessions'],
    ])('answers GET %s in a shape that 1.3-rev2 knows', async (path) => {
      const client = await start('1.3-rev1', {
        revisions: ['1.3-rev0', '1.3-rev1'],
        policies: 40,
        sessions: 300,
      });
      const { status, body } = await client.get(path);
      expect(contract.validateResponse('GET', path, status, body)).toEqual([]);
    });
  });
});
