import type { CallScope } from '../../../core/ports/call-scope.js';
import type { SessionPage, SessionStream } from '../../../core/ports/activity.js';
import type { RowPage, VbrClient } from '../client.js';
import { toSession } from '../mappers/session.js';
import type { VbrSessionRecord } from '../model.js';
import type { SessionRow } from '../wire/session.js';
import type { SessionList, SessionPlan } from './session-plan.js';

/** One list of sessions, read as far as somebody needs it. */
export class VbrSessionStream implements SessionStream {
  readonly ordered: boolean;

  constructor(
    private readonly client: VbrClient,
    private readonly server: string,
    private readonly choice: SessionList,
    private readonly plan: SessionPlan,
    private readonly scope: CallScope,
  ) {
    this.ordered = plan.ordered;
  }

  async *pages(): AsyncGenerator<SessionPage> {
    for await (const page of this.client.sessions(this.choice.query, this.plan.pageSize, this.scope)) {
      const { sessions, unreadable } = readSessions(page, this.server);
      yield {
        items: sessions.filter((session) => this.belongs(session)),
        total: this.plan.exact ? page.total : null,
        unreadable,
        truncated: page.truncated,
      };
    }
  }

  private belongs({ endTime, native }: VbrSessionRecord): boolean {
    const { leavesOut } = this.choice;
    if (leavesOut !== undefined && native.state?.toLowerCase() === leavesOut.toLowerCase()) return false;
    return endTime !== null || !this.plan.dropsOpenEnds;
  }
}

/** The sessions of a page; rows without a readable start count as unreadable. */
export function readSessions(
  page: Pick<RowPage<SessionRow>, 'rows' | 'unreadable' | 'zone'>,
  server: string,
): { sessions: VbrSessionRecord[]; unreadable: number } {
  const sessions = page.rows.flatMap((row) => toSession(row, server, page.zone) ?? []);
  return { sessions, unreadable: page.unreadable + page.rows.length - sessions.length };
}
