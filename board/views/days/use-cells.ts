import { useEffect, useRef, useState } from 'preact/hooks';
import { useBoard } from '../../board.js';
import { dayIndexOf } from '../../compute/days.js';
import type { Chunk } from '../../compute/days.js';
import { Days } from '../../documents/documents.js';
import type { DaysResult, DayStats } from '../../documents/documents.js';

/** What is known of some rows. */
export interface Cells {
  /** false: the server could not be read in full, so that a day without runs may have had some. */
  readonly isRead: boolean;
  /** By policy; as long as there are days, with holes where nothing ran. */
  readonly stats: ReadonlyMap<string, readonly (DayStats | undefined)[]>;
}

/** Asks for the cells of rows that come into sight, each once. A chunk that is not in the map is on its way. */
export function useCells(visible: readonly Chunk[], days: readonly number[]): ReadonlyMap<string, Cells> {
  const { gateway, formats, reading, keyRefused } = useBoard();
  const [cells, setCells] = useState<ReadonlyMap<string, Cells>>(new Map());
  const asked = useRef(new Set<string>());
  const from = days[0] ?? 0;
  const generation = `${from} ${formats.zone} ${reading}`;
  const current = useRef(generation);
  if (current.current !== generation) {
    current.current = generation;
    asked.current = new Set();
  }
  useEffect(() => {
    for (const { key, server, policies } of visible) {
      const name = `${key} ${policies[0]}`;
      if (asked.current.has(name)) continue;
      asked.current.add(name);
      const variables = { server, policies, from: new Date(from).toISOString(), zone: formats.zone };
      void gateway.ask(Days, variables).then((outcome) => {
        if (current.current !== generation) return;
        if (outcome.kind === 'key') return keyRefused();
        const read =
          outcome.kind === 'answer' ? cellsIn(outcome.data, days) : { isRead: false, stats: new Map() };
        setCells((before) => new Map(before).set(key, read));
      });
    }
  }, [visible, generation]);
  return cells;
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
