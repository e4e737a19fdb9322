import { fakeAdapter, sessionRecord } from '../../support/fake-server.js';
import type { FakeServer } from '../../support/fake-server.js';
import { describeServerAdapter } from '../../support/server-adapter-contract.js';
import type { ServerUnderTest } from '../../support/server-adapter-contract.js';
import { policy } from '../../core/reports/records.js';
import { startPair as startM365, VERSIONS } from '../../products/vb365/support.js';
import { startRig as startAws } from '../../products/vbaws/support.js';
import { REVISIONS, startPair as startVbr } from '../../products/vbr/support.js';

const SIZE = { sessions: 150, policies: 20 };
const SCHEDULE = { scheduled: true, longestGap: 86_400_000 };

/** A simulated server goes down as a whole; ending it twice does no harm. */
function over({
  adapter,
  simulator,
}: Pick<ServerUnderTest, 'adapter'> & {
  readonly simulator: { close(): Promise<void> };
}): ServerUnderTest {
  return { adapter, goDown: () => simulator.close(), close: () => simulator.close() };
}

describe.each(REVISIONS)('VBR %s', (revision) => {
  describeServerAdapter('VBR', async () => over(await startVbr({ ...SIZE, revisions: [revision] })));
});

describe.each(VERSIONS)('VB_M365 %s', (version) => {
  describeServerAdapter('VB_M365', async () => over(await startM365(version, SIZE)));
});

describe.each(['1.7-rev1', '1.8-rev0'])('VB_AWS %s', (apiVersion) => {
  describeServerAdapter('VB_AWS', async () => over(await startAws({ ...SIZE, apiVersion })));
});

describe.each(['sorted', 'unsorted'] as const)('the fake, %s,', (order) => {
  describeServerAdapter('the fake', async () => {
    const fake: FakeServer = {
      key: 'fake',
      order,
      policies: ['p', 'q', 'r'].map((nativeId) => policy({ server: 'fake', nativeId, schedule: SCHEDULE })),
      sessions: Array.from({ length: 20 }, (_, index) => {
        const isRunning = index === 0;
        return sessionRecord('fake', String(index), (100 - index) * 60_000, {
          policyId: ['p', 'q', null][index % 3] ?? null,
          kind: index % 4 === 0 ? 'RESTORE' : 'BACKUP',
          ...(isRunning && { state: 'RUNNING', result: 'NONE', endTime: null }),
          ...(index % 5 === 1 && { result: 'FAILED' }),
        });
      }),
    };
    return {
      adapter: fakeAdapter(fake),
      goDown: async () => void (fake.isDown = true),
      close: async () => undefined,
    };
  });
});
