import { Refusal, userError } from '../../../core/errors/refusal.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import { targetOfType } from '../../../schema/changes/change-target.js';
import { VBR_REPOSITORY } from '../model.js';

/** Reads the ids of repositories that an input names as extents on one server. */
export class ExtentIds {
  private readonly fields = new Map<string, readonly string[]>();

  constructor(private readonly reader: ServerReader) {}

  /** The native id. Throws Refusal INVALID_INPUT for ids of other things and of other servers. */
  readonly idOf = (id: string, field: readonly string[]): string => {
    const { server, nativeId } = targetOfType(VBR_REPOSITORY, id, field);
    if (server !== this.reader.server.key)
      throw Refusal.of('INVALID_INPUT', 'this repository is on another server', { field });
    if (!this.fields.has(nativeId)) this.fields.set(nativeId, field);
    return nativeId;
  };

  /** The names of all repositories read so far, by native id. Throws Refusal NOT_FOUND unless there are all of them. */
  async names(): Promise<ReadonlyMap<string, string>> {
    const { value } = await this.reader.repositories();
    const missing = [...this.fields].filter(([nativeId]) => !value.byId.has(nativeId));
    if (missing.length > 0)
      throw new Refusal(
        missing.map(([, field]) => userError('NOT_FOUND', 'there is no repository with this id', { field })),
      );
    return new Map([...this.fields.keys()].map((id) => [id, value.byId.get(id)?.name ?? id]));
  }
}
