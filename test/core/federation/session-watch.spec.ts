import { SessionWatch } from '../../../src/core/federation/session-watch.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import { fakeFleet, sessionRecord } from '../../support/fake-server.js';
import type { FakeServer } from '../../support/fake-server.js';

const ROUND = 5;

function running(server: string, id: string, progressPercent: number): SessionRecord {
  return sessionRecord(server, id, 1000, {
    state: 'RUNNING',
    result: 'NONE',
    endTime: null,
    progressPercent,
  });
}

function watched(ids: string[]): {
  watch: SessionWatch;
  server: FakeServer;
  pages: Map<string, number>;
  replace: (record: SessionRecord) => void;
} {
  const server: FakeServer = { key: 'vbr', pageSize: 100, sessions: ids.map((id) => running('vbr', id, 0)) };
  const { fleet, pages } = fakeFleet([server]);
  const replace = (record: SessionRecord): void => {
    server.sessions = server.sessions.map((one) => (one.nativeId === record.nativeId ? record : one));
  };
  return { watch: new SessionWatch(fleet, ROUND), server, pages, replace };
}

describe('Following a session', () => {
  it('shows it as it is, then its changes, and ends when it is finished', async () => {
    const { watch, replace } = watched(['a']);
    const updates = watch.follow(running('vbr', 'a', 0));
    expect((await updates.next()).value).toMatchObject({ progressPercent: 0 });
    replace(running('vbr', 'a', 50));
    expect((await updates.next()).value).toMatchObject({ progressPercent: 50 });
    replace(sessionRecord('vbr', 'a', 1000));
    expect((await updates.next()).value).toMatchObject({ state: 'FINISHED' });
    expect(await updates.next()).toEqual({ value: undefined, done: true });
  });

  it('of a session that is over gives it once and ends', async () => {
    const { watch } = watched([]);
    const updates = watch.follow(sessionRecord('vbr', 'a', 1000));
    expect((await updates.next()).value).toMatchObject({ nativeId: 'a' });
    expect((await updates.next()).done).toBe(true);
  });

  it('asks the server one list a round however many sessions and followers there are', async () => {
    const { watch, pages, replace } = watched(['a', 'b', 'c']);
    const all = ['a', 'b', 'c', 'a', 'b'].map((id) => watch.follow(running('vbr', id, 0)));
    for (const updates of all) await updates.next();
    const changed = Promise.all(all.map((updates) => updates.next()));
    ['a', 'b', 'c'].forEach((id) => replace(running('vbr', id, 10)));
    await changed;
    expect(pages.get('vbr')).toBe(1);
    watch.stop();
  });

  it('goes on after the server failed for a while', async () => {
    const { watch, server, replace } = watched(['a', 'b']);
    const updates = watch.follow(running('vbr', 'a', 0));
    watch.follow(running('vbr', 'b', 0));
    await updates.next();
    server.failAtPage = 0;
    await new Promise((resolve) => setTimeout(resolve, 4 * ROUND));
    delete server.failAtPage;
    replace(running('vbr', 'a', 70));
    expect((await updates.next()).value).toMatchObject({ progressPercent: 70 });
    watch.stop();
  });

  it('ends when its follower leaves, and nothing is asked any more', async () => {
    const { watch, pages } = watched(['a', 'b']);
    const both = ['a', 'b'].map((id) => watch.follow(running('vbr', id, 0)));
    for (const updates of both) await updates.return();
    await new Promise((resolve) => setTimeout(resolve, 4 * ROUND));
    expect(pages.get('vbr')).toBeUndefined();
  });

  it('ends when the session is gone from the server', async () => {
    const { watch, server } = watched(['a']);
    const updates = watch.follow(running('vbr', 'a', 0));
    await updates.next();
    server.sessions = [];
    expect((await updates.next()).done).toBe(true);
  });
});
