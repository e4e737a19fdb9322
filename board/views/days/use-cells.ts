import { useEffect, useRef, useState } from 'preact/hooks';
import { useBoard } from '../../board.js';
import { dayIndexOf } from '../../compute/days.js';
import type { Chunk } from '../../compute/days.js';
import { Days } from '../../documents/documents.js';
import type { DaysResult, DayStats } from '../../documents/documents.js';

/** What is known of some rows. */
interface Cells {
  /** false: the server could not be read in full, so that a day without runs may have had some. */
  readonly isRead: boolean;
  /** By policy; as long as there are days, with holes where nothing ran. */
  readonly stats: ReadonlyMap<string, readonly (DayStats | undefined)[]>;
}

/** Asks for the cells of rows that come into sight, each once. Gives what is known of a chunk; undefined: it is on its way. */
export function useCells(
  visible: readonly Chunk[],
  days: readonly number[],
): (chunk: Chunk) => Cells | undefined {
  const { gateway, formats, reading } = useBoard();
  const [cells, setCells] = useState<ReadonlyMap<string, Cells>>(new Map());
  const asked = useRef(new Set<string>());
  const from = days[0] ?? 0;
  // Figures of other days or of another reading must not stand under these.
  const generation = `${from} ${formats.zone} ${reading}`;
  const nameOf = ({ key }: Chunk): string => `${generation} ${key}`;
  useEffect(() => {
    asked.current = new Set();
    setCells(new Map());
  }, [generation]);
  useEffect(() => {
    for (const chunk of visible) {
      const name = nameOf(chunk);
      if (asked.current.has(name)) continue;
      asked.current.add(name);
      const { server, policies } = chunk;
      const variables = { server, policies, from: new Date(from).toISOString(), zone: formats.zone };
      void gateway.ask(Days, variables).then((outcome) => {
        if (!asked.current.has(name) || outcome.kind === 'key') return;
        const read =
          outcome.kind === 'answer' ? cellsIn(outcome.data, days) : { isRead: false, stats: new Map() };
        setCells((before) => new Map(before).set(name, read));
      });
    }
  }, [visible, generation]);
  return (chunk) => cells.get(nameOf(chunk));
}

function cellsIn({ report }: DaysResult, days: readonly number[]): Cells {
  const stats = new Map<string, (DayStats | undefined)[]>();
  for (const { periodStart, policy, stats: of } of report.sessions.groups) {
    const day = periodStart === null ? -1 : dayIndexOf(days, periodStart);
    if (policy === null || day < 0) continue;
    const row = stats.get(policy.id) ?? [];
    row[day] = of;
    stats.set(policy.id, row);
  }
  return { isRead: report.sessions.complete, stats };
}
