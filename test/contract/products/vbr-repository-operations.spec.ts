import { describeContract } from '../../support/openapi.js';
import { STORAGES, fullInput } from '../../support/repository-inputs-vbr.js';
import { startVbrStage } from '../../support/repository-stage-vbr.js';
import type { VbrStage } from '../../support/repository-stage-vbr.js';

const REPOSITORIES = '/api/v1/backupInfrastructure/repositories';

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'])('repositories at VBR %s', (revision) => {
  describeContract(`vbr_rest_${revision}.json`, (contract) => {
    let stage: VbrStage;

    beforeAll(async () => {
      stage = await startVbrStage(revision);
    });

    afterAll(() => stage.close());

    /** What the server was sent for a repository of this name, as far as the simulator keeps it: all but the id. */
    function bodyOf(name: string): Record<string, unknown> {
      const made = stage.simulator.world.repositories.find((row) => row.name === name);
      if (made === undefined) throw new Error(`no repository ${name}`);
      const { description, type, settings } = made;
      return { name, description, type, ...settings };
    }

    const possible = Object.entries(STORAGES).filter(([, { since }]) => since <= revision);
    const impossible = Object.entries(STORAGES).filter(([, { since }]) => since > revision);

    it.each(possible)(
      '%s is created and edited with everything the contract knows of it',
      async (kind, storage) => {
        const input = { server: stage.serverId, name: kind, description: 'Made by a test' };
        const settings = fullInput(storage, revision);
        const created = await stage.change('vbrCreateRepository', {
          ...input,
          storage: { [kind]: settings },
        });
        expect(created.userErrors).toEqual([]);
        const body = bodyOf(kind);
        expect(body['type']).toBe(storage.type);
        expect(contract.validateRequest('POST', REPOSITORIES, body)).toEqual([]);

        const id = created.repository?.id;
        const edited = await stage.change('vbrEditRepository', { repository: id, settings });
        expect(edited.userErrors).toEqual([]);
        expect(bodyOf(kind)).toEqual(body);
        const whole = { id: created.repository?.nativeId, ...body };
        expect(contract.validateRequest('PUT', `${REPOSITORIES}/{id}`, whole)).toEqual([]);
      },
    );

    if (impossible.length > 0)
      it.each(impossible)(
        '%s is refused, as the revision does not know it',
        async (kind, { always, since }) => {
          const before = stage.sent().length;
          const { userErrors } = await stage.change('vbrCreateRepository', {
            server: stage.serverId,
            name: kind,
            storage: { [kind]: always },
          });
          expect(userErrors).toEqual([
            expect.objectContaining({
              code: 'UNSUPPORTED',
              message: expect.stringContaining(since) as string,
            }),
          ]);
          expect(stage.sent()).toHaveLength(before);
        },
      );
  });
});
