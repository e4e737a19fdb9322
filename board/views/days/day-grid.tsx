import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useBoard } from '../../board.js';
import { cellOf, chunksOf } from '../../compute/days.js';
import type { Cell, Chunk } from '../../compute/days.js';
import type { PolicyRow } from '../../documents/documents.js';
import { dayOf } from '../../zone.js';
import { CellSquare } from './cell-square.js';
import { useCells } from './use-cells.js';

/** Must be what the style sheet says. */
const ROW_HEIGHT = 26;
/** Rows above and below those in sight that are there already. */
const SPARE = 15;

interface GridProps {
  readonly pages: readonly (readonly PolicyRow[])[];
  /** When each begins. */
  readonly days: readonly number[];
  /** How many rows there are in all. null: not known. */
  readonly total: number | null;
  /** The last row comes near. */
  onEnd(): void;
}

/** A table of which only what is in sight exists. One cell at a time has the keyboard; the arrows move on. */
export function DayGrid({ pages, days, total, onEnd }: GridProps): JSX.Element {
  const { words, formats, address, go } = useBoard();
  const rows = useMemo(() => pages.flat(), [pages.length, pages[0]]);
  const chunks = useMemo(() => chunkByPolicy(pages), [pages.length, pages[0]]);
  const viewport = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ from: 0, to: 60 });
  const [active, setActive] = useState({ row: 0, day: days.length - 1 });
  const isMoving = useRef(false);
  const from = Math.min(range.from, Math.max(0, rows.length - 1));
  const shown = rows.slice(from, range.to);
  const visible = useMemo(
    () => [...new Set(shown.flatMap(({ id }) => chunks.get(id) ?? []))],
    [chunks, from, range.to, rows],
  );
  const cellsOf = useCells(visible, days);

  const look = (): void => {
    const element = viewport.current;
    if (element === null) return;
    const first = Math.floor(element.scrollTop / ROW_HEIGHT);
    const next = {
      from: Math.max(0, first - SPARE),
      to: first + Math.ceil(element.clientHeight / ROW_HEIGHT) + SPARE,
    };
    // Not for every row that comes by: half of the spare ones are still to come.
    if (Math.abs(next.from - range.from) > SPARE / 2 || next.to - range.to > SPARE / 2) setRange(next);
    if (next.to > rows.length - 100) onEnd();
  };
  useEffect(look, [rows.length]);
  // Where not all days have room, today is in sight.
  useLayoutEffect(() => viewport.current?.scrollTo({ left: 10_000 }), []);
  useLayoutEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    viewport.current
      ?.querySelector<HTMLElement>('[tabindex="0"][role="gridcell"]')
      ?.focus({ preventScroll: true });
  }, [active, range]);

  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (event.key === 'Enter' || event.key === ' ') return open(event, active.row, active.day);
    if (step === undefined) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(rows.length - 1, active.row + step.rows));
    const day = Math.max(0, Math.min(days.length - 1, active.day + step.days));
    isMoving.current = true;
    setActive({ row, day });
    scrollTo(row);
  };
  const scrollTo = (row: number): void => {
    const element = viewport.current;
    if (element === null) return;
    const top = row * ROW_HEIGHT;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + 2 * ROW_HEIGHT > element.scrollTop + element.clientHeight)
      element.scrollTop = top + 2 * ROW_HEIGHT - element.clientHeight;
  };
  const open = (event: Event, row: number, day: number): void => {
    event.preventDefault();
    const policy = rows[row];
    const start = days[day];
    if (policy === undefined || start === undefined) return;
    setActive({ row, day });
    go({ policy: policy.id, day: dayOf(address.zone, start) });
  };

  return (
    <div class="grid" ref={viewport} onScroll={look}>
      <div
        role="grid"
        aria-label={words.views.days}
        aria-rowcount={total === null ? -1 : total + 1}
        aria-colcount={days.length + 1}
        onKeyDown={move}
      >
        <div role="row" class="row head" aria-rowindex={1}>
          <span role="columnheader" class="name">
            {words.details.policy}
          </span>
          {days.map((day) => (
            <span key={day} role="columnheader" aria-label={formats.day(day)} title={formats.day(day)}>
              {formats.dayNumber(day)}
            </span>
          ))}
        </div>
        <div role="rowgroup" class="rows" style={{ height: `${rows.length * ROW_HEIGHT}px` }}>
          {shown.map((policy, index) => {
            const row = from + index;
            const chunk = chunks.get(policy.id);
            const known = chunk && cellsOf(chunk);
            const stats = known?.stats.get(policy.id);
            return (
              <div
                key={policy.id}
                role="row"
                class="row"
                aria-rowindex={row + 2}
                style={{ transform: `translateY(${row * ROW_HEIGHT}px)` }}
              >
                <span role="rowheader" class="name" title={`${policy.name} · ${policy.server.name}`}>
                  {policy.name} <span class="quiet small">{policy.server.name}</span>
                </span>
                {days.map((day, column) => {
                  const cell = known === undefined ? null : cellOf(stats?.[column], policy, known.isRead);
                  const isActive = row === active.row && column === active.day;
                  return (
                    <span
                      key={day}
                      role="gridcell"
                      tabIndex={isActive ? 0 : -1}
                      aria-label={labelOf(cell, day)}
                      title={labelOf(cell, day)}
                      onClick={(event) => open(event, row, column)}
                    >
                      <CellSquare cell={cell} />
                    </span>
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );

  function labelOf(cell: Cell | null, day: number): string {
    return `${formats.weekday(day)}: ${cell === null ? words.line.reading : words.days.cells[cell]}`;
  }
}

const STEPS: Readonly<Record<string, { readonly rows: number; readonly days: number }>> = {
  ArrowUp: { rows: -1, days: 0 },
  ArrowDown: { rows: 1, days: 0 },
  ArrowLeft: { rows: 0, days: -1 },
  ArrowRight: { rows: 0, days: 1 },
  PageUp: { rows: -20, days: 0 },
  PageDown: { rows: 20, days: 0 },
  Home: { rows: 0, days: -30 },
  End: { rows: 0, days: 30 },
};

function chunkByPolicy(pages: readonly (readonly PolicyRow[])[]): ReadonlyMap<string, Chunk> {
  return new Map(chunksOf(pages).flatMap((chunk) => chunk.policies.map((id) => [id, chunk] as const)));
}
