import type { Random } from '../../kit/random.js';
import { mix, serialId } from './identity.js';
import { personName } from './organizations.js';
import type { Organization, RestoreSession, RestoreType } from './records.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const EVENT_SALT = 0xe7e47;

const OPERATORS = ['BACKUP\\svc-restore', 'BACKUP\\m.hofer', 'helpdesk@lindenhof.onmicrosoft.com'];
const REASONS = ['Ticket 4711: deleted by mistake', 'Legal request', 'Monthly restore test', ''];
const ITEMS: Record<RestoreType, { type: string; size: number }> = {
  Vex: { type: 'Message', size: 90_000 },
  Veod: { type: 'Document', size: 2_400_000 },
  Vesp: { type: 'Document', size: 1_100_000 },
  Vet: { type: 'Post', size: 14_000 },
};

export interface RestoreEvent {
  id: string;
  order: number;
  itemName: string;
  itemType: string;
  itemSizeBytes: number;
  status: 'Success' | 'Warning' | 'Failed';
  message: string;
  startedAt: number;
  endedAt: number;
}

export interface RestoreHistory {
  /** Oldest first. */
  sessions: RestoreSession[];
  /** When those that work will stop. */
  endings: Map<RestoreSession, number>;
}

/** Restores of the past 35 days; the newest still works. */
export function createRestores(
  random: Random,
  count: number,
  organizations: readonly Organization[],
  now: number,
): RestoreHistory {
  const sessions = Array.from({ length: count }, (_, index) =>
    createRestore(random, index, organizations, now),
  );
  sessions.sort((left, right) => left.createdAt - right.createdAt);
  const endings = new Map<RestoreSession, number>();
  const newest = sessions.at(-1);
  if (newest) {
    Object.assign(newest, {
      createdAt: now - 12 * MINUTE,
      endedAt: null,
      state: 'Working',
      result: 'Success',
    });
    endings.set(newest, now + 25 * MINUTE);
  }
  return { sessions, endings };
}

function createRestore(
  random: Random,
  index: number,
  organizations: readonly Organization[],
  now: number,
): RestoreSession {
  const createdAt = now - random.int(90 * MINUTE, 35 * DAY);
  return {
    id: random.uuid(),
    type: random.pick(['Vex', 'Vex', 'Veod', 'Vesp', 'Vet'] as const),
    organization: random.pick(organizations),
    createdAt,
    endedAt: createdAt + random.int(MINUTE, 60 * MINUTE),
    state: 'Stopped',
    result: random.weighted([
      ['Success', 90],
      ['Warning', 6],
      ['Failed', 4],
    ] as const),
    initiatedBy: random.pick(OPERATORS),
    reason: random.pick(REASONS),
    items: random.int(1, 12),
    eTag: 9_000 + index,
  };
}

/** What a restore session did, item by item. */
export function restoreEvents(session: RestoreSession): RestoreEvent[] {
  const salt = Number.parseInt(session.id.slice(0, 8), 16);
  const { type, size } = ITEMS[session.type];
  return Array.from({ length: session.items }, (_, order) => {
    const draw = mix(salt, order);
    const startedAt = session.createdAt + (order + 1) * 2_000;
    const status = order === 0 ? session.result : 'Success';
    return {
      id: serialId(EVENT_SALT ^ salt, order),
      order,
      itemName: `${type} ${draw % 1000} of ${personName(draw % 100)}`,
      itemType: type,
      itemSizeBytes: size + (draw % size),
      status,
      message: status === 'Success' ? 'Restored' : 'The item exists in the target with another content',
      startedAt,
      endedAt: startedAt + 1_500,
    };
  });
}
