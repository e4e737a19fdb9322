import type { Role } from '../../../core/model/caller.js';

/** What a caller may do, as they are told it; the pages read it, too. */
export interface Permissions {
  readonly role: Role;
  /** Whether they may ask for the schema; clients can do without it. */
  readonly seesSchema: boolean;
  /** Whether they may run documents that the gateway's manifest does not list. */
  readonly runsAnyDocument: boolean;
}
