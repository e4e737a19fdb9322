import type { Revision } from '../revisions.js';
import { since } from '../revisions.js';
import type { VbrWorld } from '../world/world.js';

export type Json = Record<string, unknown>;

/** The world as one request sees it: in one revision's shapes, at one moment. */
export interface View {
  world: VbrWorld;
  revision: Revision;
  now: number;
}

/**
 * A property that may be missing: revisions before 1.3-rev1 write null although their contract does not declare it,
 * newer ones leave it out.
 */
export function maybe(view: View, name: string, value: unknown): Json {
  if (value !== null && value !== undefined) return { [name]: value };
  return since(view.revision, '1.3-rev1') ? {} : { [name]: null };
}

/** Properties that exist from a revision on. */
export function from(view: View, revision: Revision, properties: () => Json): Json {
  return since(view.revision, revision) ? properties() : {};
}
