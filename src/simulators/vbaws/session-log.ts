import type { Appliance } from './appliance.js';
import type { SessionRecord } from './records.js';
import { itemsOf } from './session-items.js';
import { statusOf } from './sessions.js';

const LOG_STATUS = {
  Succeeded: 'Success',
  Warning: 'Warning',
  Failed: 'Error',
  Canceled: 'Canceled',
  Running: 'Running',
} as const;

export interface LogLine {
  time: number;
  status: string;
  message: string;
  durationMs: number;
}

/** What a session wrote down so far: its beginning, a line per resource and, once it is over, its end. */
export function logOf(appliance: Appliance, session: SessionRecord): LogLine[] {
  const { now } = appliance;
  const items = itemsOf(appliance, session);
  const status = statusOf(session, now);
  const until = Math.min(session.end, now);
  const step = Math.floor((until - session.start) / (items.length + 2));
  const line = (position: number, lineStatus: string, message: string): LogLine => ({
    time: session.start + position * step,
    status: lineStatus,
    message,
    durationMs: step,
  });
  const lines = [
    line(0, 'Success', `${session.name} started`),
    ...items.map(({ resource, status: itemStatus }, index) =>
      line(index + 1, LOG_STATUS[itemStatus], itemMessage(resource.name, itemStatus, session.reason)),
    ),
  ];
  const last = { ...line(items.length + 1, LOG_STATUS[status], endMessage(session, status)), time: until };
  return [...lines, last];
}

function itemMessage(name: string, status: 'Succeeded' | 'Warning' | 'Failed', reason: string): string {
  if (status === 'Succeeded') return `Processed ${name}`;
  return `${status === 'Failed' ? 'Could not process' : 'Processed with warnings:'} ${name}. ${reason}`.trim();
}

function endMessage(session: SessionRecord, status: string): string {
  if (status === 'Running') return `${session.name} is in progress`;
  return `${session.name} ended: ${status.toLowerCase()}. ${session.reason}`.trim();
}
