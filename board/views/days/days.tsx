import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { scopeOf } from '../../address.js';
import { useBoard } from '../../board.js';
import { CELLS } from '../../compute/days.js';
import { Policies } from '../../documents/documents.js';
import type { Source } from '../../documents/documents.js';
import { AskYourself } from '../../parts/ask-yourself.js';
import { Troubles } from '../../parts/notice.js';
import { SourcesNote } from '../../parts/sources-note.js';
import { lastDays } from '../../zone.js';
import { CellSquare } from './cell-square.js';
import { DayGrid } from './day-grid.js';
import { usePolicies } from './use-policies.js';

const DAYS = 30;

interface ViewProps {
  /** Of which servers the board has said already that something is missing. */
  readonly told: readonly (readonly Source[])[];
}

/** Every policy of the last 30 days, day by day in the chosen zone. */
export function DaysView({ told }: ViewProps): JSX.Element {
  const { address, words, formats, now } = useBoard();
  const variables = scopeOf(address);
  const { first, pages, sources, more } = usePolicies(variables);
  const isNone = pages.length > 0 && pages.every((rows) => rows.length === 0);
  const today = formats.day(now);
  const days = useMemo(() => lastDays(address.zone, now, DAYS), [address.zone, today]);
  return (
    <>
      <Troubles answer={first} />
      <SourcesNote lists={sources} told={told} />
      <ul class="legend" aria-label={words.days.legend}>
        {CELLS.map((cell) => (
          <li key={cell}>
            <CellSquare cell={cell} /> {words.days.cells[cell]}
          </li>
        ))}
      </ul>
      {pages.length === 0 && first.isReading && <p>{words.line.reading}</p>}
      {isNone && (
        <p>{first.data?.policies.complete === true ? words.days.noPolicies : words.days.noneKnown}</p>
      )}
      {pages.length > 0 && !isNone && (
        <DayGrid pages={pages} days={days} total={first.data?.policies.totalCount ?? null} onEnd={more} />
      )}
      <AskYourself document={Policies} variables={variables} />
    </>
  );
}
