import * as v from 'valibot';
import { SourceFailure } from '../../../core/errors/source-failure.js';
import type { PolicyRecord } from '../../../core/model/policy.js';
import type { SessionItem, SessionLogEntry, SessionRecord } from '../../../core/model/session.js';
import type {
  ActivityPort,
  LatestAnswer,
  SessionQuery,
  SessionStream,
  SessionWork,
} from '../../../core/ports/activity.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { id } from '../../../platform/products-kit/values.js';
import { mapProcessedObject, mapRestoredItems } from '../mappers/item.js';
import { mapJobSession } from '../mappers/job-session.js';
import { mapEventLog, mapLog } from '../mappers/log.js';
import { mapRestoreSession } from '../mappers/restore-session.js';
import { TYPES } from '../native.js';
import { tellsJobSessionItems } from '../capabilities.js';
import type { VersionNegotiator } from '../negotiation.js';
import type { RestoreEventRow } from '../wire/restore.js';
import { readRestoreEvent, readRestoreSession } from '../wire/restore.js';
import { readJobSession, readLogItem, readProcessedObject } from '../wire/session.js';
import { choicesOf } from './job-session-selection.js';
import type { JobSessionSource } from './job-session-stream.js';
import { JobSessionStream } from './job-session-stream.js';
import { LatestSessions } from './latest-sessions.js';
import { RestoreSessionStream } from './restore-session-stream.js';

/** What `mappers/job-session.ts` keeps of a row; restores have none. */
const WORK = v.object({ statistics: v.object({ transferredBytes: v.nullable(v.number()) }) });

/** Sessions of jobs and copy jobs in one list of the product, restore sessions in another. */
export class Vb365Activity implements ActivityPort {
  constructor(
    private readonly source: JobSessionSource,
    private readonly versions: VersionNegotiator,
  ) {}

  open(query: SessionQuery, scope: CallScope): readonly SessionStream[] {
    const { kinds, policies } = query.criteria;
    const jobs = choicesOf(query.criteria).map(
      (choice) => new JobSessionStream(this.source, query, choice, scope),
    );
    const hasRestores = policies === undefined && (kinds?.includes('RESTORE') ?? true);
    if (!hasRestores) return jobs;
    const { server, client, clock } = this.source;
    const source = { server, client, clock, version: this.versions.known };
    return [...jobs, new RestoreSessionStream(source, query, scope)];
  }

  latest(
    policies: readonly PolicyRecord[],
    { goodOnly }: { readonly goodOnly: boolean },
    scope: CallScope,
  ): Promise<ReadonlyMap<string, LatestAnswer>> {
    return new LatestSessions(this.source, policies, goodOnly, scope).find();
  }

  async get(type: string, nativeId: string, scope: CallScope): Promise<SessionRecord | null> {
    const { server, client, known } = this.source;
    const isRestore = type === TYPES.restoreSession;
    if ((!isRestore && type !== TYPES.jobSession) || id(nativeId) === null) return null;
    const data = await client.find(`${pathOf(type)}/${encodeURIComponent(nativeId)}`, scope);
    if (data === null) return null;
    if (isRestore) return mapRestoreSession(server, readable(readRestoreSession(data)));
    const row = readable(readJobSession(data));
    return mapJobSession(server, row, known.find(row.jobId));
  }

  async log(session: SessionRecord, scope: CallScope): Promise<readonly SessionLogEntry[]> {
    if (session.type === TYPES.restoreSession) return mapEventLog(await this.events(session, scope));
    const path = `${pathOf(session.type)}/${encodeURIComponent(session.nativeId)}/LogItems`;
    return mapLog((await this.source.client.list({ path }, readLogItem, scope)).items);
  }

  workOf({ native }: SessionRecord): SessionWork {
    const { success, output } = v.safeParse(WORK, native);
    return { algorithm: null, transferred: success ? output.statistics.transferredBytes : null };
  }

  async items(session: SessionRecord, scope: CallScope): Promise<readonly SessionItem[] | null> {
    if (session.type === TYPES.restoreSession) return mapRestoredItems(await this.events(session, scope));
    if (!tellsJobSessionItems(await this.source.client.version())) return null;
    const path = `${pathOf(session.type)}/${encodeURIComponent(session.nativeId)}/ProcessedObjects`;
    return (await this.source.client.list({ path }, readProcessedObject, scope)).items.map(
      mapProcessedObject,
    );
  }

  private async events({ nativeId }: SessionRecord, scope: CallScope): Promise<readonly RestoreEventRow[]> {
    const path = `/RestoreSessions/${encodeURIComponent(nativeId)}/Events`;
    return (await this.source.client.list({ path }, readRestoreEvent, scope)).items;
  }
}

function pathOf(type: string): string {
  return type === TYPES.restoreSession ? '/RestoreSessions' : '/JobSessions';
}

function readable<T>(row: T | undefined): T {
  if (row !== undefined) return row;
  throw new SourceFailure('BAD_RESPONSE', 'the server answered with something else than a session');
}
