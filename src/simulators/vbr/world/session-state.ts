import type { SessionEnding, SessionResult } from './session-table.js';

/** How a session stands at a moment. */
export interface SessionProgressState {
  state: 'Starting' | 'Working' | 'Postprocessing' | 'Stopped';
  /** None while it runs. */
  result: SessionResult;
  endTime: number | null;
  /** 0 to 100; null where it cannot be told. */
  percent: number | null;
}

/** A session runs from its creation to its end; which of the two is past decides everything else. */
export function stateAt(session: SessionEnding, now: number): SessionProgressState {
  if (session.endTime === null) return { state: 'Working', result: 'None', endTime: null, percent: null };
  if (now >= session.endTime)
    return { state: 'Stopped', result: session.result, endTime: session.endTime, percent: 100 };
  const share = (now - session.creationTime) / (session.endTime - session.creationTime);
  const percent = Math.min(99, Math.max(0, Math.floor(share * 100)));
  const state = percent < 2 ? 'Starting' : percent < 97 ? 'Working' : 'Postprocessing';
  return { state, result: 'None', endTime: null, percent };
}

export function isRunning(session: SessionEnding, now: number): boolean {
  return session.endTime === null || now < session.endTime;
}
