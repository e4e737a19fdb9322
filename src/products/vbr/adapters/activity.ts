import * as v from 'valibot';
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
import type { VbrClient } from '../client.js';
import { toSessionItem, toLogEntry } from '../mappers/session-details.js';
import { VBR_SESSION } from '../model.js';
import { LatestSessions } from './latest-sessions.js';
import { planSessions } from './session-plan.js';
import { VbrSessionStream, readSessions } from './session-stream.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ONE_HOUR = 3_600_000;

/** What `mappers/session.ts` keeps of a row; kept sessions of older releases may lack it. */
const WORK = v.object({
  algorithm: v.nullable(v.string()),
  progress: v.nullable(v.object({ transferred: v.nullable(v.number()) })),
});

/** Sessions of one server. */
export class VbrActivity implements ActivityPort {
  constructor(
    private readonly client: VbrClient,
    private readonly server: string,
  ) {}

  open(query: SessionQuery, scope: CallScope): readonly SessionStream[] {
    const plan = planSessions(query, this.client.revision);
    return plan.lists.map((list) => new VbrSessionStream(this.client, this.server, list, plan, scope));
  }

  latest(
    policies: readonly PolicyRecord[],
    { goodOnly }: { readonly goodOnly: boolean },
    scope: CallScope,
  ): Promise<ReadonlyMap<string, LatestAnswer>> {
    return new LatestSessions(this.client, this.server, policies, goodOnly, scope).find();
  }

  async get(type: string, nativeId: string, scope: CallScope): Promise<SessionRecord | null> {
    if (type !== VBR_SESSION || !GUID.test(nativeId)) return null;
    const rows = await this.client.session(nativeId, scope);
    return rows === null ? null : (readSessions(rows, this.server).sessions[0] ?? null);
  }

  /** Oldest record first; the server sends them the other way round. Records of one moment keep the order of their ids. */
  async log(session: SessionRecord, scope: CallScope): Promise<readonly SessionLogEntry[]> {
    const { rows, zone } = await this.client.log(session.nativeId, scope);
    return rows
      .toSorted((a, b) => (a.id ?? 0) - (b.id ?? 0))
      .map((row) => toLogEntry(row, zone))
      .sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  }

  workOf({ native }: SessionRecord): SessionWork {
    const { success, output } = v.safeParse(WORK, native);
    return success
      ? { algorithm: output.algorithm, transferred: output.progress?.transferred ?? null }
      : { algorithm: null, transferred: null };
  }

  /** The session's tasks, one per object. Agents' sessions have none. */
  async items(session: SessionRecord, scope: CallScope): Promise<readonly SessionItem[]> {
    const since = new Date(session.startTime - ONE_HOUR).toISOString();
    const { rows, zone } = await this.client.taskSessions(session.nativeId, since, scope);
    return rows.map((row) => toSessionItem(row, zone));
  }
}
