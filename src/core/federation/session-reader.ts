import type { ServerReading } from './server-reading.js';
import type { SessionDetails } from './session-details.js';

/** The part of a `ServerReader` that lists of sessions use. */
export type SessionReader = ServerReading & { readonly details: SessionDetails };
