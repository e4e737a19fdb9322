import type { Json, PolicyRecord, RepositoryRecord, SessionRecord } from './records.js';

/** Words no contract knows, nulls where none are declared, seven-digit fractions and extra fields, once per kind. */
export function oddShapes(world: {
  policies: readonly PolicyRecord[];
  repositories: readonly RepositoryRecord[];
  sessions: readonly SessionRecord[];
}): Map<string, Record<string, Json>> {
  const policy = world.policies.find(({ workload }) => workload === 'ec2');
  const [repository] = world.repositories;
  const session = world.sessions.findLast(({ type, end, start }) => type === 'Policy' && end > start);
  const shapes = new Map<string, Record<string, Json>>();
  if (policy)
    shapes.set(policy.id, {
      backupType: 'EverythingTagged',
      lastPolicySessionStatus: 'Hibernating',
      description: null,
      retrySettings: null,
      futureSettings: { mode: 'quantum' },
    });
  if (repository)
    shapes.set(repository.id, { storageClass: 'DeepFreeze', description: null, enableEncryption: null });
  if (session)
    shapes.set(session.id, {
      status: 'Hibernating',
      result: 'Undecided',
      extendedSessionType: 'PolicyTeleport',
      executionStartTime: new Date(session.start).toISOString().replace('Z', '4567Z'),
      reason: null,
      carbonFootprint: 12.5,
    });
  return shapes;
}
