import type { PolicyRecord } from '../../../src/core/model/policy.js';
import type { RepositoryRecord } from '../../../src/core/model/repository.js';
import type { SessionRecord } from '../../../src/core/model/session.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Milliseconds of an RFC 3339 text. */
export function at(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new Error(`not a time: ${text}`);
  return instant;
}

/** A session that ran for ten minutes with success, where nothing else is said. */
export function session(facts: Partial<SessionRecord> & { nativeId: string }): SessionRecord {
  const startTime = facts.startTime ?? at('2026-03-10T22:00:00Z');
  return {
    type: 'VbrSession',
    server: 'vbr-a',
    nativeType: 'BackupJob',
    name: `Session ${facts.nativeId}`,
    kind: 'BACKUP',
    state: 'FINISHED',
    result: 'SUCCESS',
    message: null,
    startTime,
    endTime: startTime + 10 * MINUTE,
    progressPercent: 100,
    initiatedBy: null,
    retryOf: null,
    partOfRun: false,
    policyId: null,
    native: null,
    ...facts,
  };
}

/** An enabled policy of which little is known. */
export function policy(facts: Partial<PolicyRecord> = {}): PolicyRecord {
  return {
    type: 'VbrJob',
    server: 'vbr-a',
    nativeId: 'job-1',
    nativeType: 'VSphereBackup',
    name: 'Nightly',
    description: null,
    kind: 'BACKUP',
    workload: 'VIRTUAL_MACHINE',
    enabled: true,
    status: 'IDLE',
    lastRun: undefined,
    nextRun: null,
    lastResult: undefined,
    lastSessionId: null,
    lastSuccess: undefined,
    repositoryIds: [],
    schedule: undefined,
    native: null,
    ...facts,
  };
}

/** A repository of 100 bytes, 60 of them free, 30 of them backups. */
export function repository(facts: Partial<RepositoryRecord> & { nativeId: string }): RepositoryRecord {
  return {
    type: 'VbrRepository',
    server: 'vbr-a',
    nativeType: 'LinuxLocal',
    name: `Repository ${facts.nativeId}`,
    description: null,
    kind: 'LOCAL',
    status: 'ONLINE',
    capacity: 100,
    free: 60,
    used: 30,
    immutability: undefined,
    partOf: null,
    storageKey: null,
    native: null,
    ...facts,
  };
}
