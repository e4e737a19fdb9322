import { knowsJobType, SESSION_TYPE_NAMES, sessionTypeWord, since } from '../revisions.js';
import type { SessionType } from '../revisions.js';
import { sessionName } from '../wire/sessions.js';
import type { View } from '../wire/view.js';
import { stateAt } from '../world/session-state.js';
import { NO_ID } from '../world/ids.js';
import { nameMatcher, wordMatcher } from './query.js';
import type { Query } from './query.js';

/** A span of time, both ends included; open where the query names none. */
export interface TimeWindow {
  from: number;
  to: number;
  /** A null time is outside of every window that has an end. */
  holds(time: number | null): boolean;
}

export function timeWindow(query: Query, after: string, before: string): TimeWindow {
  const from = query.time(after) ?? Number.NEGATIVE_INFINITY;
  const to = query.time(before) ?? Number.POSITIVE_INFINITY;
  const open = !Number.isFinite(from) && !Number.isFinite(to);
  return { from, to, holds: (time) => open || (time !== null && time >= from && time <= to) };
}

/** Indices of the sessions a query asks for, oldest first. Reads columns, so that a million cost little. */
export function matchingSessions(view: View, query: Query): number[] {
  const { sessions } = view.world;
  const created = timeWindow(query, 'createdAfterFilter', 'createdBeforeFilter');
  const tests = [jobTest(view, query), typeTest(view, query), ...standingTests(view, query)];
  const found: number[] = [];
  for (let index = sessions.firstSince(created.from); index < sessions.length; index += 1) {
    if (sessions.creationTime(index) > created.to) break;
    if (tests.every((test) => test(index))) found.push(index);
  }
  return found;
}

type Test = (index: number) => boolean;

/** Sessions of jobs the revision cannot express are invisible. */
function jobTest({ world, revision }: View, query: Query): Test {
  const jobId = query.id('jobIdFilter');
  const passes = world.jobs.map(
    ({ id, type }) => knowsJobType(revision, type) && (jobId === undefined || id === jobId),
  );
  return (index) => {
    const job = world.sessions.jobIndex(index);
    return job === null ? jobId === undefined || jobId === NO_ID : (passes[job] ?? false);
  };
}

function typeTest({ world, revision }: View, query: Query): Test {
  const words = query.words('typeFilter', since(revision, '1.3-rev0'));
  if (words.length === 0) return () => true;
  const isWanted = wordMatcher(words);
  const wanted = new Set<SessionType>(
    SESSION_TYPE_NAMES.filter((type) => isWanted(sessionTypeWord(revision, type))),
  );
  return (index) => wanted.has(world.sessions.typeAt(index));
}

/** The filters that need a session's standing; only those in use are built. */
function standingTests({ world, revision, now }: View, query: Query): Test[] {
  const { sessions } = world;
  const tests: Test[] = [];
  const name = query.text('nameFilter');
  if (name !== undefined) {
    const isName = nameMatcher(name);
    tests.push((index) => isName(sessionName(world, sessions.at(index))));
  }
  const states = query.words('stateFilter', false);
  if (states.length > 0) {
    const isState = wordMatcher(states);
    tests.push((index) => isState(stateAt(sessions.endingAt(index), now).state));
  }
  const results = query.words('resultFilter', since(revision, '1.3-rev0'));
  if (results.length > 0) {
    const isResult = wordMatcher(results);
    tests.push((index) => isResult(stateAt(sessions.endingAt(index), now).result));
  }
  if (query.text('endedAfterFilter') !== undefined || query.text('endedBeforeFilter') !== undefined) {
    const ended = timeWindow(query, 'endedAfterFilter', 'endedBeforeFilter');
    tests.push((index) => ended.holds(stateAt(sessions.endingAt(index), now).endTime));
  }
  return tests;
}
