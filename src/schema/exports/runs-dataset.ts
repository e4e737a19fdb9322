import { BadInputError } from '../../core/errors/bad-input.js';
import { readRuns } from '../../core/federation/server-runs.js';
import { encodeId } from '../../core/model/ids.js';
import type { Server } from '../../core/model/server.js';
import type { Run } from '../../core/reports/runs.js';
import type { ReportScope } from '../servers/servers.inputs.js';
import { toServerScope } from '../shared/server-scope.js';
import { seconds } from './dataset.js';
import type { Dataset } from './dataset.js';
import { readPlace, writePlace } from './export-cursor.js';
import type { InnerPlace } from './export-cursor.js';
import { readFilter } from './export-request.js';
import { WINDOW, readQuestion } from './export-window.js';

interface RunRow {
  readonly run: Run;
  readonly product: string;
}

const DAY = 86_400_000;
/** So much of a server is put together at once. */
const CHUNK = 7 * DAY;
/** A retry begins at most so long after its run did. */
const LONGEST_RUN = DAY;

/** Runs, server by server and by start: sessions with their retries, as reports count them. */
export const RUNS: Dataset<RunRow> = {
  parameters: ['filter', ...WINDOW],
  columns: [
    { name: 'server', kind: 'text', of: ({ run }) => run.server },
    { name: 'product', kind: 'text', of: ({ product }) => product },
    { name: 'session', kind: 'text', of: ({ run }) => run.session },
    { name: 'name', kind: 'text', of: ({ run }) => run.name },
    { name: 'policy', kind: 'text', of: ({ run }) => run.policy && encodeId(run.policy) },
    { name: 'policyName', kind: 'text', of: ({ run }) => run.policy?.name ?? null },
    { name: 'workload', kind: 'text', of: ({ run }) => run.policy?.workload ?? null },
    { name: 'kind', kind: 'text', of: ({ run }) => run.kind },
    { name: 'start', kind: 'time', of: ({ run }) => run.start },
    { name: 'end', kind: 'time', of: ({ run }) => (run.duration === null ? null : run.start + run.duration) },
    { name: 'durationSeconds', kind: 'number', of: ({ run }) => seconds(run.duration) },
    { name: 'result', kind: 'text', of: ({ run }) => (run.ended ? run.result : 'NONE') },
    { name: 'inferredRetries', kind: 'number', of: ({ run }) => run.inferredRetries },
    { name: 'mayBeRetry', kind: 'flag', of: ({ run }) => run.mayBeRetry },
  ],
  prepare(query, schema, now) {
    const scope = toServerScope(readFilter(schema, 'ReportScope', query) as ReportScope, ['filter']);
    const question = readQuestion(query, schema, now);
    const [from, to] = [question.from, Math.min(question.to, now)];
    const after = query['after'] === undefined ? null : readPlace('runs', String(query['after']));
    return async function* rows(source) {
      const servers = source.fleet.select(scope).map(({ server }) => server);
      for (const { key, product } of after === null ? servers : fromServer(servers, after.outer)) {
        const place = key === after?.outer ? after : null;
        for (let start = Math.max(from, place?.time ?? from); start < to; start += CHUNK) {
          const end = Math.min(start + CHUNK, to);
          const reader = source.fresh().of({ server: key });
          const read = await readRuns(reader, start - 2 * LONGEST_RUN, end + LONGEST_RUN, 'all');
          source.note([read.outcome]);
          const own = [...read.byPolicy.values()]
            .flat()
            .filter((run) => run.start >= start && run.start < end)
            .sort((a, b) => a.start - b.start || (a.session < b.session ? -1 : 1));
          const left = place === null ? own : own.filter((run) => isBehind(run, place));
          if (left.length > 0)
            yield left.map((run) => ({
              cursor: writePlace('runs', { outer: key, time: run.start, inner: run.session }),
              row: { run, product },
            }));
        }
      }
    };
  },
};

/** Throws BadInputError where the server that was told last is none of them: what was told of the others is not known. */
function fromServer(servers: readonly Server[], last: string | null): readonly Server[] {
  const index = servers.findIndex(({ key }) => key === last);
  if (index < 0) throw new BadInputError('its server is none of those that are exported', ['after']);
  return servers.slice(index);
}

function isBehind({ start, session }: Run, { time, inner }: InnerPlace): boolean {
  return start > time || (start === time && session > inner);
}
