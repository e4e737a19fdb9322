import type { JSX } from 'preact';
import { useBoard } from '../board.js';
import { figure, figureOf, unread } from '../compute/figures.js';
import type { Figure } from '../compute/figures.js';
import type { OverviewResult } from '../documents/documents.js';
import { Shape } from './mark.js';
import type { Tone } from './mark.js';

/** How the fleet is, in one line. Nothing in it is green or zero unless that is known. */
export function HonestLine({ data }: { data: OverviewResult }): JSX.Element {
  const { words } = useBoard();
  const { breached, unknown, met, report, full } = data;
  const missing = unread(breached.sources, report.sessions.sources, full.sources);
  const failed = figure(report.sessions.total.failed, report.sessions.complete);
  return (
    <ul class="line" aria-label={words.line.label}>
      <Tile of={figureOf(breached)} tone="bad" text={words.line.breach} />
      <Tile of={failed} tone="bad" text={words.line.failed} about={words.line.failedAbout} />
      <Tile of={figureOf(unknown)} tone="unknown" text={words.line.unknown} />
      <Tile of={figure(missing.length, true)} tone="warn" text={words.line.unread(missing.length)} />
      <Tile of={figureOf(met)} tone="good" zeroTone="quiet" text={words.line.met} />
    </ul>
  );
}

interface TileProps {
  readonly of: Figure;
  /** Where there are some. */
  readonly tone: Tone;
  /** Where there are certainly none. */
  readonly zeroTone?: Tone;
  readonly text: string;
  readonly about?: string;
}

function Tile({ of: { value, isExact }, tone, zeroTone = 'good', text, about }: TileProps): JSX.Element {
  const { words, formats } = useBoard();
  const count = value === null ? '?' : formats.count(value);
  const shown = value === null ? 'unknown' : value === 0 ? zeroTone : tone;
  return (
    <li class={shown} title={value === null ? words.line.notKnown : about}>
      <strong>
        <Shape tone={shown} />
        <span>
          {value !== null && !isExact && <small>{words.line.atLeast} </small>}
          {count}
        </span>
      </strong>
      <span>{text}</span>
    </li>
  );
}
