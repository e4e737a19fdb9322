import type { JSX } from 'preact';
import { useBoard } from '../board.js';
import type { SessionResult, SessionState } from '../documents/documents.js';
import { Mark } from './mark.js';
import type { Tone } from './mark.js';

const TONES: Readonly<Record<SessionResult, Tone>> = {
  SUCCESS: 'good',
  WARNING: 'warn',
  FAILED: 'bad',
  CANCELLED: 'quiet',
  NONE: 'quiet',
  UNKNOWN: 'unknown',
};

/** How work ended, or how far it is. */
export function ResultMark({
  state = 'FINISHED',
  result = 'UNKNOWN',
}: {
  state?: SessionState | undefined;
  result?: SessionResult | undefined;
}): JSX.Element {
  const { words } = useBoard();
  if (state !== 'FINISHED') return <Mark tone="quiet">{words.states[state]}</Mark>;
  return <Mark tone={TONES[result]}>{words.results[result]}</Mark>;
}
