import type { RestoreSession } from '../world/records.js';
import type { RestoreEvent } from '../world/restores.js';
import { links, versioned, wireTime } from './view.js';
import type { Json, View } from './view.js';

export function restoreSession(view: View, record: RestoreSession): Json {
  const path = `RestoreSessions/${record.id}`;
  return {
    id: record.id,
    name: `Restore of ${record.organization.name}`,
    organization: record.organization.name,
    type: record.type,
    creationTime: wireTime(record.createdAt),
    endTime: wireTime(record.endedAt),
    state: record.state,
    result: record.result,
    initiatedBy: record.initiatedBy,
    details: record.result === 'Failed' ? 'Some items could not be restored' : '',
    scopeName: '',
    clientHost: 'm365-backup',
    reason: record.reason,
    ...versioned(view, 8, 8, { eTag: record.eTag }),
    _links: links(view, { self: path, events: `${path}/Events` }),
  };
}

export function restoreEvent(view: View, session: RestoreSession, event: RestoreEvent): Json {
  return {
    id: event.id,
    type: 'Restore',
    status: event.status,
    itemName: event.itemName,
    itemType: event.itemType,
    itemSizeBytes: event.itemSizeBytes,
    source: `${session.organization.name}/backup`,
    target: session.organization.name,
    startTime: wireTime(event.startedAt),
    endTime: wireTime(event.endedAt),
    duration: '00:00:01.5000000',
    title: `Restoring ${event.itemName}`,
    message: event.message,
    order: event.order,
    ...versioned(view, 8, 8, { organizationId: session.organization.id }),
    _links: links(view, { self: `RestoreSessions/${session.id}/Events/${event.id}` }),
  };
}
