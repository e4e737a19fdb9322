import { mix, serialId } from './identity.js';
import { personName } from './organizations.js';
import type { JobSession } from './session.js';

export interface ProcessedObject {
  id: string;
  name: string;
  type: 'User' | 'Group' | 'Site' | 'Team';
  status: 'Success' | 'Warning' | 'Failed';
}

export interface LogLine {
  id: string;
  usn: number;
  type: 'Running' | 'Warning' | 'Error' | 'Success' | 'Stop';
  message: string;
  createdAt: number;
  /** null while it is going on. */
  endedAt: number | null;
}

const OBJECT_SALT = 0x0b7ec7;
const LINE_SALT = 0x106;
const LOGGED_OBJECTS = 8;
const FAILURES = [
  'the mailbox is locked by a move request',
  'access was denied (403); check the permissions of the application',
  'the service is throttling requests, the last attempt ended after 5 minutes',
  'the site was not found (404)',
];
const WARNINGS = [
  '3 items were skipped: the message is larger than the service allows to export',
  'the archive mailbox was not found and is left out',
  'personal site is not provisioned yet',
];

/** The object at one place of a session. Computed, not stored: the same place always gives the same object. */
export function processedObject(session: JobSession, index: number): ProcessedObject {
  const draw = mix(Number.parseInt(session.job.id.slice(0, 8), 16), index);
  const type = (['User', 'User', 'User', 'Group', 'Site', 'Team'] as const)[draw % 6] ?? 'User';
  return {
    id: serialId(OBJECT_SALT, draw % 0x7fff_ffff),
    name: type === 'User' ? personName(index) : `${type} ${index + 1}`,
    type,
    status: objectStatus(session, index),
  };
}

function objectStatus(session: JobSession, index: number): ProcessedObject['status'] {
  const isHit = index === 0 || mix(session.serial, index) % 20 === 0;
  if (!isHit) return 'Success';
  if (session.status === 'Failed') return 'Failed';
  return session.status === 'Warning' ? 'Warning' : 'Success';
}

/** What the session says about its result; empty when there is nothing to say. */
export function sessionDetails(session: JobSession): string {
  const pick = mix(session.serial, 7);
  switch (session.status) {
    case 'Failed':
      return `${personName(pick % 100)}: ${FAILURES[pick % FAILURES.length] ?? ''}`;
    case 'Warning':
      return `${personName(pick % 100)}: ${WARNINGS[pick % WARNINGS.length] ?? ''}`;
    case 'Stopped':
      return 'Stopped by an operator';
    case 'Disconnected':
      return `No answer from proxy ${session.job.repository.proxy?.hostName ?? ''}`.trim();
    case 'Queued':
      return 'Waiting for a free task slot';
    default:
      return '';
  }
}

/** The log of a session as far as it has come: `processed` objects by `now`. */
export function logLines(session: JobSession, processed: number, now: number): LogLine[] {
  if (session.status === 'Queued') return [];
  const lines: LogLine[] = [];
  const until = session.endedAt ?? now;
  const write = (type: LogLine['type'], share: number, message: string): void => {
    const createdAt = Math.round(session.createdAt + (until - session.createdAt) * share);
    const usn = lines.length + 1;
    const id = serialId(LINE_SALT, session.serial * 32 + usn);
    lines.push({ id, usn, type, message, createdAt, endedAt: type === 'Running' ? null : createdAt });
  };
  write('Success', 0, `${session.job.kind === 'Copy' ? 'Copy job' : 'Job'} "${session.job.name}" started`);
  write('Success', 0.02, `Connected to organization ${session.job.organization.name}`);
  write('Success', 0.05, `Found ${session.objects} objects, ${session.full ? 'full' : 'incremental'} run`);
  const shown = Math.min(LOGGED_OBJECTS, processed);
  for (let index = 0; index < shown; index += 1) {
    const { name, status } = processedObject(session, index);
    const share = 0.1 + (0.8 * index) / shown;
    if (status === 'Success') write('Success', share, `Processed ${name}`);
    else
      write(
        status === 'Failed' ? 'Error' : 'Warning',
        share,
        `Processing ${name}: ${objectMessage(session)}`,
      );
  }
  if (processed > shown) write('Success', 0.92, `${processed - shown} more objects processed`);
  writeEnd(session, write);
  return lines;
}

function objectMessage(session: JobSession): string {
  return sessionDetails(session).split(': ').slice(1).join(': ');
}

function writeEnd(
  session: JobSession,
  write: (type: LogLine['type'], share: number, message: string) => void,
): void {
  switch (session.status) {
    case 'Running':
      return write('Running', 1, 'Processing objects');
    case 'Stopped':
      return write('Stop', 1, 'Stopped by an operator');
    case 'Failed':
      return write('Error', 1, 'Finished with errors');
    case 'Warning':
      return write('Warning', 1, 'Finished with warnings');
    case 'Disconnected':
      return write('Error', 1, sessionDetails(session));
    default:
      return write('Success', 1, 'Finished');
  }
}
