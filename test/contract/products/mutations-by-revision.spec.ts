import { describeContract } from '../../support/openapi.js';
import { MUTATIONS, startChangeStage } from '../../support/every-change.js';
import type { Attempt, ChangeStage, ChangedProduct } from '../../support/every-change.js';

/** Operations of v3, of which there is a page and no file. */
const OF_V3 = ['POST /v3/Proxies/{proxyId}/Action'];
/** Kept by the file as a mark of what was removed in 1.4-rev0. */
const REMOVED = 'POST /api/v1/repositories/{repositoryId}/rescan';

/** What a server's own no means, be it for the state of the object. */
const BY_SERVER = ['UPSTREAM_REJECTED', 'CONFLICT'];

const seen = new Set<string>();

/** As far as two files may spell one operation in two ways. */
const plain = (operation: string): string => operation.toLowerCase().replaceAll(/\{[^}]*\}/g, '{}');

function isOperation(line: string, operation: string): boolean {
  const pattern = plain(operation)
    .replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replaceAll('{}', '[^/]+');
  return new RegExp(`^${pattern}/?(\\?.*)?$`).test(line.toLowerCase());
}

function everyMutation(product: ChangedProduct, version: string, operations: readonly string[]): void {
  const has = new Set(operations.map(plain));

  it('has what its file has, and refuses the rest before anything is sent', async () => {
    const stage = await startChangeStage(product, version);
    try {
      stage.answerChanges(400, { message: 'not today', details: 'not today' });
      for (const change of stage.attempts) {
        seen.add(change.mutation);
        const outcome = await outcomeOf(stage, change);
        const name = `${change.mutation} of a ${change.type}`;
        const { operation } = change;
        expect([name, outcome]).toEqual([
          name,
          has.has(plain(operation)) ? sent(change) : unsupported(stage, change),
        ]);
      }
    } finally {
      await stage.close();
    }
  });
}

const sent = ({ operation }: Attempt): object => ({ operation, refusals: ['REFUSED'] });
const unsupported = ({ server }: ChangeStage, { about }: Attempt): object => ({
  operation: null,
  refusals: [{ code: 'UNSUPPORTED', field: `input.${about}`, server }],
});

async function outcomeOf(stage: ChangeStage, { mutation, input, operation }: Attempt): Promise<object> {
  const before = stage.writes().length;
  const refusals = await stage.run(mutation, input);
  const [line, ...others] = stage.writes().slice(before);
  return {
    operation:
      line === undefined ? null : isOperation(line, operation) && others.length === 0 ? operation : line,
    refusals: refusals.map(({ code, message, field, server }) =>
      BY_SERVER.includes(code)
        ? 'REFUSED'
        : { code, field: field?.slice(0, 2).join('.'), server, ...(code !== 'UNSUPPORTED' && { message }) },
    ),
  };
}

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'])('every mutation at VBR %s', (revision) => {
  describeContract(`vbr_rest_${revision}.json`, ({ operations }) =>
    everyMutation('VBR', revision, operations),
  );
});

describe.each([
  ['1.0-rev0', 'vbaws_rest_1.0-rev0.swagger.yaml'],
  ['1.8-rev0', 'vbaws_rest_1.8-rev0.openapi.yaml'],
])('every mutation at VB_AWS %s', (revision, file) => {
  describeContract(file, ({ operations }) =>
    everyMutation(
      'VB_AWS',
      revision,
      operations.filter((operation) => revision === '1.0-rev0' || operation !== REMOVED),
    ),
  );
});

describe.each(['v6', 'v8'])('every mutation at VB_M365 %s', (version) => {
  describeContract(`vb365_rest_${version}.json`, ({ operations }) =>
    everyMutation('VB_M365', version, operations),
  );
});

describe('every mutation at VB_M365 v3', () => everyMutation('VB_M365', 'v3', OF_V3));

it('leaves no mutation out', () => {
  expect([...seen].sort()).toEqual([...MUTATIONS].sort());
});
