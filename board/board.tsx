import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Address } from './address.js';
import type { Formats } from './format.js';
import type { Gateway } from './gateway.js';
import type { Live, LiveState } from './live.js';
import type { Language, Words } from './words.js';

/** What every part of the board shares: the one place of its state. */
export interface BoardState {
  readonly gateway: Gateway;
  readonly address: Address;
  /** Goes to another place of the board. */
  go(change: Partial<Address>): void;
  /** The link to it. */
  linkTo(change: Partial<Address>): string;
  readonly words: Words;
  readonly language: Language;
  readonly formats: Formats;
  /** One connection for all that is followed. */
  readonly live: Live;
  readonly liveState: LiveState;
  /** The time, as it goes on: a quarter of a minute is close enough. */
  readonly now: number;
  /** Counts up whenever everything is to be read again. */
  readonly reading: number;
  readAgain(): void;
  /** Forgets the key. */
  leave(): void;
}

export const BoardContext = createContext<BoardState | null>(null);

export function useBoard(): BoardState {
  const state = useContext(BoardContext);
  if (state === null) throw new Error('there is no board around this');
  return state;
}
