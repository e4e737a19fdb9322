import type { JSX } from 'preact';
import type { Cell } from '../../compute/days.js';

/** Signs, so that colour is never needed to tell them apart. */
const SIGNS: Readonly<Record<Cell, string>> = {
  SUCCESS: '',
  WARNING: '!',
  FAILED: '×',
  CANCELLED: '–',
  RUNNING: '›',
  NO_RUN: '·',
  NOT_SCHEDULED: '',
  UNKNOWN: '?',
};

export function CellSquare({ cell }: { cell: Cell | null }): JSX.Element {
  return (
    <span class={`cell ${cell ?? 'waiting'}`} aria-hidden="true">
      {cell !== null && SIGNS[cell]}
    </span>
  );
}
