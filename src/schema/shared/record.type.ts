import type { ServerReader } from '../../core/federation/server-reader.js';
import type { EntityRef } from '../../core/model/ids.js';
import { encodeId } from '../../core/model/ids.js';
import { NodeType } from './node.type.js';
import type { Operation } from './operation.js';

/** A GraphQL object that shows one record of one server to one operation. */
export abstract class RecordType<R extends EntityRef> extends NodeType {
  constructor(
    readonly record: R,
    readonly operation: Operation,
  ) {
    super();
  }

  get typeName(): string {
    return this.record.type;
  }

  get id(): string {
    return encodeId(this.record);
  }

  /** The server the record came from, for edges. */
  get reader(): ServerReader {
    return this.operation.fleet.of(this.record);
  }
}
