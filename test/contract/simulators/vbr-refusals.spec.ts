import { describeContract } from '../../support/openapi.js';
import { newRepository } from './vbr-bodies.js';
import { BI, closeAll, start, UNKNOWN_ID as unknown } from './vbr-client.js';

const REPOSITORIES = `${BI}/repositories`;
const SCALE_OUT = `${BI}/scaleOutRepositories`;

afterEach(closeAll);

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev2'])('VBR %s', (revision) => {
  describeContract(`vbr_rest_${revision}.json`, (contract) => {
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
  });
});
