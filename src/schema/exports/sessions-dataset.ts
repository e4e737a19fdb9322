import { SourceFailure } from '../../core/errors/source-failure.js';
import type { FleetReader } from '../../core/federation/fleet-reader.js';
import { listSessions, sessionCursors } from '../../core/federation/session-list.js';
import type { PolicyRecord } from '../../core/model/policy.js';
import { encodeId } from '../../core/model/ids.js';
import type { Milliseconds } from '../../core/model/instant.js';
import type { SessionRecord } from '../../core/model/session.js';
import { NEWEST_FIRST } from '../../core/ports/activity.js';
import { sessionParts, toSessionSelection } from '../sessions/session-request.js';
import type { SessionFilter } from '../sessions/session.inputs.js';
import { seconds } from './dataset.js';
import type { Dataset } from './dataset.js';
import { readAfter, readFilter } from './export-request.js';

interface SessionRow {
  readonly session: SessionRecord;
  readonly product: string;
  readonly policy: PolicyRecord | null;
}

const PAGE = 2_000;

/** Sessions, newest first, as `sessions` lists them. */
export const SESSIONS: Dataset<SessionRow> = {
  parameters: ['filter'],
  columns: [
    { name: 'server', kind: 'text', of: ({ session }) => session.server },
    { name: 'product', kind: 'text', of: ({ product }) => product },
    { name: 'id', kind: 'text', of: ({ session }) => encodeId(session) },
    { name: 'nativeId', kind: 'text', of: ({ session }) => session.nativeId },
    { name: 'nativeType', kind: 'text', of: ({ session }) => session.nativeType },
    { name: 'name', kind: 'text', of: ({ session }) => session.name },
    { name: 'kind', kind: 'text', of: ({ session }) => session.kind },
    { name: 'state', kind: 'text', of: ({ session }) => session.state },
    { name: 'result', kind: 'text', of: ({ session }) => session.result },
    { name: 'message', kind: 'text', of: ({ session }) => session.message },
    { name: 'startTime', kind: 'time', of: ({ session }) => session.startTime },
    { name: 'endTime', kind: 'time', of: ({ session }) => session.endTime },
    { name: 'durationSeconds', kind: 'number', of: ({ session }) => seconds(durationOf(session)) },
    { name: 'initiatedBy', kind: 'text', of: ({ session }) => session.initiatedBy },
    { name: 'partOfRun', kind: 'flag', of: ({ session }) => session.partOfRun },
    { name: 'policy', kind: 'text', of: ({ policy }) => policy && encodeId(policy) },
    { name: 'policyName', kind: 'text', of: ({ policy }) => policy?.name ?? null },
  ],
  prepare(query, schema) {
    const filter = readFilter(schema, 'SessionFilter', query) as SessionFilter;
    const selection = toSessionSelection(filter, ['filter']);
    const after = readAfter(query, sessionCursors(NEWEST_FIRST));
    return async function* rows(source) {
      let fleet = source.fleet;
      const pages = source.pages(after, PAGE, async (page) => {
        fleet = source.fresh();
        return listSessions({ parts: await sessionParts(fleet, selection), order: NEWEST_FIRST, page });
      });
      for await (const page of pages) {
        const policies = await policiesOf(
          source.fleet,
          fleet,
          page.map(({ record }) => record),
        );
        yield page.map(({ record: session, cursor }, index) => ({
          cursor,
          row: {
            session,
            product: source.fleet.of(session).server.product,
            policy: policies[index] ?? null,
          },
        }));
      }
    };
  },
};

/** The policy of each session; null: it has none, or it is not known. */
async function policiesOf(
  whole: FleetReader,
  fleet: FleetReader,
  sessions: readonly SessionRecord[],
): Promise<(PolicyRecord | null)[]> {
  const found = new Map<SessionRecord, PolicyRecord>();
  for (const server of new Set(sessions.map((session) => session.server))) {
    const own = sessions.filter((session) => session.server === server);
    try {
      const { value } = await whole.of({ server }).policies();
      const linked = await fleet.of({ server }).details.withPolicies(own);
      own.forEach((session, index) => {
        const policy = value.byId.get(linked[index]?.policyId ?? '');
        if (policy !== undefined) found.set(session, policy);
      });
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
    }
  }
  return sessions.map((session) => found.get(session) ?? null);
}

function durationOf({ startTime, endTime }: SessionRecord): Milliseconds | null {
  return endTime === null ? null : Math.max(0, endTime - startTime);
}
