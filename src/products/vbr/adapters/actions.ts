import type { PolicyRecord } from '../../../core/model/policy.js';
import type { RepositoryRecord } from '../../../core/model/repository.js';
import type { SessionRecord } from '../../../core/model/session.js';
import type { ActionPort, PolicyAction } from '../../../core/ports/actions.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { VbrChangeSender } from '../change-sender.js';
import { isScaleOut } from '../model.js';

const JOB_ACTIONS: Readonly<Record<PolicyAction, { readonly verb: string; readonly json?: object }>> = {
  START: { verb: 'start', json: { performActiveFull: false } },
  STOP: { verb: 'stop', json: { gracefulStop: false } },
  ENABLE: { verb: 'enable' },
  DISABLE: { verb: 'disable' },
};

/** What jobs and repositories of one server can do at once. */
export class VbrActions implements ActionPort {
  constructor(private readonly changes: VbrChangeSender) {}

  /** A start without a session: the job had nothing to process (since 1.3-rev2). */
  policy(action: PolicyAction, { nativeId }: PolicyRecord, scope: CallScope): Promise<SessionRecord | null> {
    const { verb, ...body } = JOB_ACTIONS[action];
    const path = `/api/v1/jobs/${encodeURIComponent(nativeId)}/${verb}`;
    return this.changes.send({ method: 'POST', path, ...body }, scope);
  }

  /** One session for all of them. A scale-out repository is rescanned through its extents, as it has no data of its own. */
  async rescan(
    repositories: readonly RepositoryRecord[],
    scope: CallScope,
  ): Promise<readonly SessionRecord[]> {
    const repositoryIds = [...new Set(repositories.flatMap(idsToRescan))];
    const path = '/api/v1/backupInfrastructure/repositories/rescan';
    const session = await this.changes.send({ method: 'POST', path, json: { repositoryIds } }, scope);
    return session === null ? [] : [session];
  }
}

function idsToRescan(repository: RepositoryRecord): readonly string[] {
  return isScaleOut(repository) ? repository.native.extents.map(({ id }) => id) : [repository.nativeId];
}
