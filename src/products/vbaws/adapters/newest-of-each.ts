import { Row } from '../../../platform/products-kit/row.js';

/**
 * Picks from sessions that come newest first those that can be the newest of a policy, before they are read: of sessions alike in
 * everything that a policy is found by, only the first; and those whose policy is known by their id.
 */
export class NewestOfEach {
  private readonly seen = new Set<string>();

  constructor(private readonly isLinked: (sessionId: string) => boolean) {}

  picks(row: unknown): boolean {
    const fields = Row.of(row);
    if (fields === null || this.isLinked(fields.id('id') ?? '')) return true;
    const mark = `${fields.text('name')}\n${fields.text('type')}\n${fields.text('extendedSessionType')}`;
    if (this.seen.has(mark)) return false;
    this.seen.add(mark);
    return true;
  }
}
