import fc from 'fast-check';
import { ChangeLog } from '../../../src/core/following/change-log.js';
import type { Change, LoggedChange } from '../../../src/core/following/change-log.js';
import { differing } from '../../../src/core/following/inventory-changes.js';
import { SessionChanges } from '../../../src/core/following/session-changes.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import { sessionRecord } from '../../support/fake-server.js';

const change = (server: string): Change => ({ kind: 'SERVER', server });
const serversIn = async (
  reading: AsyncIterableIterator<LoggedChange>,
  count: number,
): Promise<(string | null)[]> => {
  const seen: (string | null)[] = [];
  while (seen.length < count) {
    const { value } = (await reading.next()) as IteratorResult<LoggedChange, undefined>;
    seen.push(value?.kind === 'GAP' ? 'gap' : (value?.server ?? null));
  }
  return seen;
};
const read = (log: ChangeLog, cursor: string | null = null): AsyncIterableIterator<LoggedChange> =>
  log.read(
    cursor,
    () => true,
    () => undefined,
  );

it('tells a slow reader of a gap, holds no more than it may, and goes on', async () => {
  const log = new ChangeLog(() => 0, 10);
  const slow = read(log);
  for (let number = 1; number <= 100; number += 1) log.add([change(`s${number}`)]);
  expect(await serversIn(slow, 1)).toEqual(['gap']);
  log.add([change('next')]);
  expect(await serversIn(slow, 1)).toEqual(['next']);
});

const sessionChange = (server: string, id: string, message: string): Change => ({
  kind: 'SESSION_STARTED',
  server,
  session: sessionRecord(server, id, 1, { message }),
});

it('holds no more than it may of long texts', async () => {
  const log = new ChangeLog(() => 0);
  const slow = read(log);
  for (let number = 0; number < 600; number += 1)
    log.add([sessionChange('evil', `s${number}`, 'x'.repeat(60_000))]);
  expect(await serversIn(slow, 1)).toEqual(['gap']);
  let held = 0;
  for (let place = 600; place > 0 && log.next(place - 1) !== 'gap'; place -= 1) held += 60_000;
  expect(held).toBeGreaterThan(10 * 2 ** 20);
  expect(held).toBeLessThan(17 * 2 ** 20);
});

it.each<[string, () => Change[]]>([
  ['many changes', () => Array.from({ length: 200_000 }, () => change('evil'))],
  [
    'long texts',
    () => Array.from({ length: 90 }, (_none, id) => sessionChange('evil', `s${id}`, 'x'.repeat(60_000))),
  ],
])(
  'tells %s that were found at once as a gap of their server, and keeps what others told',
  async (_what, found) => {
    const log = new ChangeLog(() => 0);
    const slow = read(log);
    log.add([change('good')]);
    log.add(found());
    log.add([change('good')]);
    const seen: (string | null)[] = [];
    for (let number = 0; number < 3; number += 1) {
      const { value } = (await slow.next()) as IteratorResult<LoggedChange, undefined>;
      seen.push(`${value?.kind} ${value?.server}`);
    }
    expect(seen).toEqual(['SERVER good', 'GAP evil', 'SERVER good']);
  },
);

it('leaves the loop to others while a thousand readers look through what is new', async () => {
  const log = new ChangeLog(() => 0);
  const isWanted = ({ server }: Change): boolean => server === 'last';
  const readings = Array.from({ length: 1_000 }, () => log.read(null, isWanted, () => undefined, 'ann'));
  const told = Promise.all(readings.map((reading) => reading.next()));
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  for (let round = 0; round < 2; round += 1) log.add(Array.from({ length: 900 }, () => change('evil')));
  log.add([change('last')]);
  for (const { value } of await told) expect(value).toMatchObject({ server: 'last' });
  isDone = true;
  expect(turns).toBeGreaterThan(3);
});

it('goes on behind a cursor, also while somebody waits', async () => {
  const log = new ChangeLog(() => 0);
  const first = read(log);
  log.add(['a', 'b', 'c'].map(change));
  const { value } = (await first.next()) as IteratorResult<LoggedChange, undefined>;
  const again = read(log, log.cursorOf(value!));
  expect(await serversIn(again, 2)).toEqual(['b', 'c']);
  const waiting = serversIn(again, 1);
  log.add([change('d')]);
  expect(await waiting).toEqual(['d']);
});

it('ends for who leaves, also while waiting, and tells so once', async () => {
  const log = new ChangeLog(() => 0);
  let ends = 0;
  const reading = log.read(
    null,
    () => true,
    () => (ends += 1),
  );
  const waiting = reading.next();
  await reading.return?.();
  await reading.return?.();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(ends).toBe(1);
});

it('tells of a gap where more is under way than it may know, and goes on once there is less', () => {
  const changes = new SessionChanges('one', 3);
  const look = (count: number): string[] => {
    const sessions = Array.from({ length: count }, (_none, index) =>
      sessionRecord('one', `s${index}`, index, { state: 'RUNNING' }),
    );
    return changes.after({ sessions, from: -Infinity, mark: null }).map(({ kind }) => kind);
  };
  expect([look(2), look(4), look(2), look(3)]).toEqual([[], ['GAP'], [], ['SESSION_STARTED']]);
});

const NEWS = { SESSION_STARTED: 0, SESSION_UPDATED: 1, SESSION_FINISHED: 2 } as const;

it('leads whoever applies the changes to what the server shows, and repeats none', () => {
  const step = fc.record({
    do: fc.constantFrom('begin', 'work', 'end', 'look'),
    which: fc.nat(9),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const changes = new SessionChanges('one');
      const truth = new Map<string, SessionRecord>();
      const shown = new Map<string, SessionRecord>();
      const told = new Set<string>();
      let now = 0;
      const look = (): void => {
        const news = changes.after({ sessions: [...truth.values()], from: -Infinity, mark: null });
        for (const { kind, session } of news) {
          if (session === undefined) throw new Error(`nobody expects ${kind}`);
          const line = `${kind} ${JSON.stringify(session)}`;
          expect(told).not.toContain(line);
          told.add(line);
          expect(kind in NEWS).toBe(true);
          expect(kind === 'SESSION_FINISHED').toBe(session.state === 'FINISHED');
          expect(kind === 'SESSION_UPDATED' && !shown.has(session.nativeId)).toBe(false);
          shown.set(session.nativeId, session);
        }
      };
      look();
      for (const { do: what, which } of [...steps, { do: 'look', which: 0 }]) {
        now += 1;
        const running = [...truth.values()].filter(({ state }) => state === 'RUNNING');
        const one = running[which % Math.max(1, running.length)];
        if (what === 'look') look();
        if (what === 'begin') {
          const more = { state: 'RUNNING', result: 'NONE', endTime: null, progressPercent: 0 } as const;
          truth.set(`s${now}`, sessionRecord('one', `s${now}`, now, more));
        }
        if (what === 'work' && one) truth.set(one.nativeId, { ...one, progressPercent: now });
        if (what === 'end' && one)
          truth.set(one.nativeId, { ...one, state: 'FINISHED', result: 'SUCCESS', endTime: now });
      }
      expect(shown).toEqual(truth);
    }),
  );
});

it('tells of a gap once where looks do not join, and begins anew', () => {
  const changes = new SessionChanges('one');
  const told = (ids: string[], isJoined: boolean) => ({
    sessions: ids.map((id) => sessionRecord('one', id, 1)),
    from: isJoined ? 0 : 1,
    mark: 0,
  });
  expect(changes.after(told(['a'], true))).toEqual([]);
  expect(changes.after(told(['b', 'c'], false))).toEqual([{ kind: 'GAP', server: 'one' }]);
  expect(changes.after(null)).toEqual([{ kind: 'GAP', server: 'one' }]);
  expect(changes.after(told(['b', 'c', 'd'], true))).toEqual([]);
  expect(changes.after(told(['b', 'e'], true)).map(({ session }) => session?.nativeId)).toEqual(['e']);
});

it('finds rows that are new, differ, or are gone', async () => {
  const rows = (...texts: string[]) => texts.map((text) => ({ nativeId: text[0] ?? '', text }));
  expect(await differing(rows('a', 'b', 'c'), rows('a', 'b2', 'd'))).toEqual([...rows('b2', 'd'), null]);
});
