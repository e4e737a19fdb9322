import type { RecordedCaller } from '../../request/request-record.js';

interface FromRequest {
  readonly requestId: string;
  /** null: nobody said who they are, or were not believed. */
  readonly caller: RecordedCaller | null;
  /** Where the request came from. */
  readonly address: string;
}

/** A change is about to be made: written before anything is sent. */
export interface AttemptEvent extends FromRequest {
  readonly event: 'attempt';
  /** Name of the mutation. */
  readonly operation: string;
  /** Keys of the servers that the arguments name. */
  readonly servers: readonly string[];
  /** Without secrets. */
  readonly arguments: unknown;
}

/** What came of a change; belongs to the attempt with the number `attempt`. */
export interface OutcomeEvent {
  readonly event: 'outcome';
  readonly requestId: string;
  readonly attempt: number;
  /** REFUSED: userErrors say why; some of the work may have been done where there are sessions. FAILED: an error was thrown. */
  readonly outcome: 'OK' | 'REFUSED' | 'FAILED';
  /** Codes of the userErrors, or of the error. */
  readonly codes: readonly string[];
  /** Upstream sessions that carry the work out. */
  readonly sessions: readonly { readonly server: string; readonly session: string }[];
}

/** Somebody was not let in, or may not do what was asked. */
export interface RefusedEvent extends FromRequest {
  readonly event: 'refused';
  /** 1: the first of a minute; else how many like it followed within that minute. */
  readonly count: number;
  readonly transport: 'HTTP' | 'WEBSOCKET';
  readonly codes: readonly string[];
  readonly path: string;
  readonly status: number;
  /** Name of the operation; null: anonymous, or no document was read. */
  readonly operation: string | null;
  /** SHA-256 of the document; null: none was read. */
  readonly document: string | null;
}

/** The gateway began or ceased to write. A start that does not follow a stop tells of a crash, or of a cut-off tail. */
interface LifeEvent {
  readonly event: 'start' | 'stop';
}

/** What stood here after the record before this one cannot be read: a line that a crash tore, usually. */
export interface DamagedEvent {
  readonly event: 'damaged';
  /** It is one line without its break: a write that a crash has cut off leaves no more. */
  readonly torn: boolean;
  readonly bytes: number;
  readonly sha256: string;
}

export type AuditEvent = AttemptEvent | OutcomeEvent | RefusedEvent | LifeEvent | DamagedEvent;
