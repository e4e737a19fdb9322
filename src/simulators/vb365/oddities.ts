import type { Json } from './wire/view.js';
import type { Vb365World } from './world.js';

/**
 * Answers that no contract describes, as a newer or a careless server gives them: one job, one session, one repository
 * and one organization with unknown words, nulls, long fractions and extra fields.
 */
export class Oddities {
  private readonly ids: Set<string>;

  constructor(world: Vb365World, enabled: boolean) {
    const chosen = [
      world.jobs[0],
      world.copyJobs[0],
      world.repositories[0],
      world.organizations[0],
      world.sessions.findLast(({ endedAt }) => endedAt !== null),
    ];
    this.ids = new Set(enabled ? chosen.flatMap((record) => (record ? [record.id] : [])) : []);
  }

  job(wire: Json): Json {
    return this.change(wire, () => ({
      backupType: 'PolicyDriven',
      lastStatus: 'Hibernated',
      lastRun: longFraction(wire['lastRun']),
      description: null,
      schedulePolicy: null,
    }));
  }

  session(wire: Json): Json {
    return this.change(wire, () => ({
      status: 'Hibernated',
      creationTime: longFraction(wire['creationTime']),
      retryCount: null,
      statistics: null,
    }));
  }

  repository(wire: Json): Json {
    return this.change(wire, () => ({
      retentionType: 'Tiered',
      retentionPeriodType: 'Weekly',
      path: null,
      isLongTerm: null,
      isOutOfSync: null,
    }));
  }

  organization(wire: Json): Json {
    return this.change(wire, () => ({ region: 'Antarctica', officeName: null }));
  }

  /** Ids of the odd records; empty unless asked for. */
  get recordIds(): ReadonlySet<string> {
    return this.ids;
  }

  private change(wire: Json, changes: () => Json): Json {
    if (!this.ids.has(String(wire['id']))) return wire;
    return { ...wire, ...changes(), addedNextYear: { anything: ['at', 'all'] } };
  }
}

function longFraction(time: unknown): unknown {
  return typeof time === 'string' ? new Date(time).toISOString().replace('Z', '4567+00:00') : time;
}
