import type { PolicyRecord } from '../../../core/model/policy.js';
import type { SessionItem, SessionLogEntry, SessionRecord } from '../../../core/model/session.js';
import type {
  ActivityPort,
  LatestAnswer,
  SessionQuery,
  SessionStream,
} from '../../../core/ports/activity.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { id } from '../../../platform/products-kit/values.js';
import type { SessionItemList, VbAwsClient } from '../client.js';
import { logEntry, sessionItem } from '../mappers/session-details.js';
import { SESSION_TYPE, nativeOf } from '../mappers/session.js';
import { readLogLine, readSessionItem } from '../wire/session-details.js';
import { LatestSessions } from './latest-sessions.js';
import type { PolicyDirectory } from './policy-directory.js';
import { PolicyLinker } from './policy-linker.js';
import { planWalks } from './session-plan.js';
import type { SessionReader } from './session-reader.js';
import { walkSessions } from './session-walk.js';

/** Which list holds the items, by the link a session embeds. */
const ITEMS_BY_LINK: ReadonlyMap<string, SessionItemList> = new Map([
  ['restoreJobInfo', 'restoredItems'],
  ['retentionJobDeletedRestorePoints', 'deletedItems'],
  ['backupJobInfo', 'protectedItems'],
]);

export class VbAwsActivity implements ActivityPort {
  private readonly linker: PolicyLinker;
  private readonly newest: LatestSessions;

  constructor(
    private readonly client: VbAwsClient,
    private readonly reader: SessionReader,
    directory: PolicyDirectory,
    private readonly revision: string,
  ) {
    this.linker = new PolicyLinker(reader, directory);
    this.newest = new LatestSessions(reader, directory, this.linker);
  }

  open(query: SessionQuery, scope: CallScope): readonly SessionStream[] {
    const ordered = query.order.field === 'START_TIME';
    return planWalks(query, this.revision).map((walk) => ({
      ordered,
      pages: () => walkSessions(this.reader, walk, scope),
    }));
  }

  latest(
    policies: readonly PolicyRecord[],
    options: { readonly goodOnly: boolean },
    scope: CallScope,
  ): Promise<ReadonlyMap<string, LatestAnswer>> {
    return this.newest.of(policies, options.goodOnly, scope);
  }

  async get(type: string, nativeId: string, scope: CallScope): Promise<SessionRecord | null> {
    return type === SESSION_TYPE && id(nativeId) !== null ? this.reader.byId(nativeId, scope) : null;
  }

  async log(session: SessionRecord, scope: CallScope): Promise<readonly SessionLogEntry[]> {
    const log = await this.client.sessionLog(session.nativeId, scope);
    return log.list('log').flatMap((row) => {
      const line = readLogLine(row);
      return line ? logEntry(line) : [];
    });
  }

  async items(session: SessionRecord, scope: CallScope): Promise<readonly SessionItem[] | null> {
    const list = itemsOf(session);
    if (list === undefined) return [];
    const walked = await this.client.sessionItems(session.nativeId, list, scope);
    return (
      walked &&
      walked.rows.flatMap((row) => {
        const item = readSessionItem(row);
        return item ? sessionItem(item) : [];
      })
    );
  }

  linkPolicies(
    sessions: readonly SessionRecord[],
    policies: readonly PolicyRecord[],
    scope: CallScope,
  ): Promise<ReadonlyMap<string, string | null>> {
    return this.linker.link(sessions, policies, scope);
  }
}

/** undefined: such a session processes no objects. */
function itemsOf(session: SessionRecord): SessionItemList | undefined {
  const link = nativeOf(session).embedded.find((name) => ITEMS_BY_LINK.has(name));
  if (link !== undefined) return ITEMS_BY_LINK.get(link);
  switch (session.kind) {
    case 'RESTORE':
      return 'restoredItems';
    case 'RETENTION':
      return 'deletedItems';
    case 'BACKUP':
    case 'BACKUP_COPY':
    case 'REPLICATION':
    case 'SNAPSHOT':
      return 'protectedItems';
    default:
      return undefined;
  }
}
