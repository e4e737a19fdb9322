import type { RestoreSession } from '../../../src/simulators/vb365/index.js';
import { one, startM365Stage } from '../../support/changes-vb365.js';
import type { M365Stage } from '../../support/changes-vb365.js';

interface Stopped {
  session: { nativeId: string; state: string; endTime: string | null } | null;
}

let stage: M365Stage;

afterEach(async () => {
  await stage.close();
});

const idOf = ({ id }: RestoreSession): string => stage.id('VbM365RestoreSession', id);
const working = (): RestoreSession =>
  one(stage.simulator.world.restores.find(({ state }) => state === 'Working'));
const stop = (session: string, more: object = {}) =>
  stage.change<Stopped>(
    'vbM365StopRestoreSession',
    'VbM365StopRestoreSessionInput',
    { session, ...more },
    'session { nativeId state endTime }',
  );

describe.each(['v6', 'v7', 'v8'] as const)(
  'a restore session of an M365 server that speaks %s',
  (version) => {
    beforeEach(async () => {
      stage = await startM365Stage(version);
    });

    it('is stopped, which a later read shows, and cannot be stopped again', async () => {
      const restore = working();
      const { session, userErrors } = await stop(idOf(restore));
      expect(userErrors).toEqual([]);
      expect(session).toEqual({
        nativeId: restore.id,
        state: 'FINISHED',
        endTime: new Date(one(restore.endedAt ?? undefined)).toISOString(),
      });
      expect(stage.sent()).toEqual([`POST /${version}/RestoreSessions/${restore.id}/Stop`]);
      const again = await stop(idOf(restore));
      expect(again.session?.state).toBe('FINISHED');
      expect(again.userErrors).toMatchObject([{ code: 'CONFLICT', upstream: { status: 409 } }]);
    });

    it('is stopped once under one idempotency key', async () => {
      const id = idOf(working());
      const key = { idempotencyKey: 'stop it' };
      expect((await stop(id, key)).userErrors).toEqual([]);
      expect((await stop(id, key)).userErrors).toEqual([]);
      expect(stage.sent()).toHaveLength(1);
    });
  },
);

describe('stopping a restore session', () => {
  beforeEach(async () => {
    stage = await startM365Stage('v8');
  });

  it.each([
    ['that is gone', 'VbM365RestoreSession', 'NOT_FOUND'],
    ['that is a job session', 'VbM365JobSession', 'INVALID_INPUT'],
  ])('%s sends nothing', async (_what, type, code) => {
    const { session, userErrors } = await stop(stage.id(type, '10b00000-0000-4000-8000-00000000dead'));
    expect(session).toBeNull();
    expect(userErrors).toMatchObject([{ code, field: ['input', 'session'], upstream: null }]);
    expect(stage.sent()).toEqual([]);
  });

  it('is forbidden to an account that may only read', async () => {
    stage.simulator.switches.readOnlyAccount = true;
    const { session, userErrors } = await stop(idOf(working()));
    expect(userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(session?.state).toBe('RUNNING');
  });

  it('is not taken for done when the server fails without a word', async () => {
    stage.simulator.faults.add({ match: '/Stop', times: 1, fault: { kind: 'status', status: 502 } });
    expect((await stop(idOf(working()))).userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(working().state).toBe('Working');
  });
});
