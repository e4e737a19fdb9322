import type { GraphQLSchema } from 'graphql';
import type { HistoryQuestion } from '../../core/history/history-periods.js';
import { toHistoryQuestion } from '../shared/history.args.js';
import type { SteppedHistoryArgs } from '../shared/history.args.js';
import type { TimeWindow } from '../shared/time-window.input.js';
import { readParameter } from './export-request.js';
import type { ExportQuery } from './export-request.js';

/** The parameters of a window of the past. */
export const WINDOW = ['from', 'to', 'last'] as const;

/** Reads the window of an export; absent: 30 days. Throws BadInputError. */
function readWindow(query: ExportQuery, schema: GraphQLSchema): TimeWindow {
  const read = (name: 'from' | 'to' | 'last', type: string): number | undefined =>
    query[name] === undefined ? undefined : Number(readParameter(schema, type, query[name], name));
  const [from, to, last] = [read('from', 'DateTime'), read('to', 'DateTime'), read('last', 'Duration')];
  const isAbsent = from === undefined && to === undefined && last === undefined;
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(isAbsent ? { last: 30 * 86_400_000 } : last !== undefined && { last }),
  };
}

/** Reads the window with steps and a time zone; without a step it counts days. Throws BadInputError, also for more than can be told. */
export function readQuestion(query: ExportQuery, schema: GraphQLSchema, now: number): HistoryQuestion {
  const { every, timeZone } = query;
  return toHistoryQuestion(
    {
      window: readWindow(query, schema),
      ...(every !== undefined && {
        every: readParameter(schema, 'HistoryStep', every, 'every') as SteppedHistoryArgs['every'],
      }),
      ...(timeZone !== undefined && {
        timeZone: String(readParameter(schema, 'TimeZone', timeZone, 'timeZone')),
      }),
    },
    now,
  );
}
