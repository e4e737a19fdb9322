import { useEffect, useRef, useState } from 'preact/hooks';
import { useBoard } from './board.js';
import type { Document } from './documents/documents.js';
import type { Fault, Outcome } from './gateway.js';

/** What a view knows: the last answer, and what came of asking since. */
export interface Answer<Result> {
  /** null: nothing has been read yet. It stays while it is read again, and when that fails. */
  readonly data: Result | null;
  readonly faults: readonly Fault[];
  /** When it was read, in milliseconds since 1970. */
  readonly readAt: number | null;
  readonly isReading: boolean;
  /** Why there is no newer one. null: this is the newest. */
  readonly trouble: Exclude<Outcome<Result>, { kind: 'answer' | 'key' }> | null;
}

const NOTHING = { data: null, faults: [], readAt: null, isReading: true, trouble: null };

/** Asks the gateway for a view, and again when what it asks changes or everything is read again. */
export function useAnswer<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
): Answer<Result> {
  const { gateway, reading } = useBoard();
  const [answer, setAnswer] = useState<Answer<Result>>(NOTHING);
  const asked = JSON.stringify(variables);
  const answered = useRef('');
  useEffect(() => {
    const leaving = new AbortController();
    // Rows of other servers must not stand under a filter they do not match.
    setAnswer((before) => (answered.current === asked ? { ...before, isReading: true } : NOTHING));
    answered.current = asked;
    gateway.ask(document, variables, leaving.signal).then(
      (outcome) => {
        if (leaving.signal.aborted || outcome.kind === 'key') return;
        setAnswer((before) => after(before, outcome));
      },
      () => undefined,
    );
    return () => leaving.abort();
  }, [document, asked, reading, gateway]);
  return answer;
}

function after<Result>(
  before: Answer<Result>,
  outcome: Exclude<Outcome<Result>, { kind: 'key' }>,
): Answer<Result> {
  if (outcome.kind !== 'answer') return { ...before, isReading: false, trouble: outcome };
  const { data, faults } = outcome;
  return { data, faults, readAt: Date.now(), isReading: false, trouble: null };
}
