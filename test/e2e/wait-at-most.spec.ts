import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import type { VbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { until } from '../support/until.js';
import { startRewritingProxy } from '../support/rewriting-proxy.js';
import type { RewritingProxy } from '../support/rewriting-proxy.js';

interface Source {
  server: { key: string };
  status: string;
  upstreamCalls: number;
  error: { code: string } | null;
}

interface Listed {
  complete: boolean;
  nodes: { server: { key: string } }[];
  sources: Source[];
}

const LIST =
  'complete nodes { server { key } } sources { server { key } status upstreamCalls error { code } }';
const REPORT = 'complete sources { server { key } status error { code } }';

describe('waiting no longer than asked', () => {
  let quick: VbAwsSimulator;
  let slow: VbrSimulator;
  let front: RewritingProxy;
  let gateway: RunningGateway;
  /** Requests for lists of the slow server, and what holds their answers. */
  let asked: string[];
  let answers: Promise<void>;
  let release: () => void;

  beforeEach(async () => {
    asked = [];
    answers = new Promise((resolve) => (release = resolve));
    [quick, slow] = await Promise.all([
      startVbAwsSimulator({ policies: 5, sessions: 20 }),
      startVbrSimulator({ policies: 5, sessions: 20 }),
    ]);
    front = await startRewritingProxy(slow.url, async (body, line) => {
      if (!/states|sessions/.test(line)) return body;
      asked.push(line);
      await answers;
      return body;
    });
    const cache = { inventory: 'PT1H', staleIfError: 'PT1H' };
    gateway = await startGateway(
      [
        { key: 'quick', product: 'VB_AWS', url: quick.url },
        { key: 'slow', product: 'VBR', url: front.url, limits: { timeout: 'PT10M' } },
      ],
      { cache, limits: { requestTimeout: 'PT10M' } },
    );
    await gateway.ask(
      '{ policies(filter: { servers: ["quick"] }) { complete } repositories(filter: { servers: ["quick"] }) { complete } }',
    );
  });

  afterEach(async () => {
    release();
    await gateway.close();
    await front.close();
    await Promise.all([quick.close(), slow.close()]);
  });

  const late = (sources: readonly Source[]): Source | undefined =>
    sources.find(({ server }) => server.key === 'slow');

  it.each(['policies', 'repositories'])(
    'gives the %s that are there, names who is late, and reads on for the next',
    async (list) => {
      const { data, errors } = await gateway.ask<Record<string, Listed>>(
        `{ ${list}(waitAtMost: "PT0.3S") { ${LIST} } }`,
      );
      expect(errors).toEqual([]);
      const { complete, nodes, sources } = data[list]!;
      expect(complete).toBe(false);
      expect(late(sources)).toMatchObject({ status: 'FAILED', error: { code: 'TIMEOUT' } });
      expect(nodes.every(({ server }) => server.key === 'quick')).toBe(true);
      await until(() => asked.length === 1);

      const next = gateway.ask<Record<string, Listed>>(`{ ${list} { ${LIST} } }`);
      release();
      const answer = (await next).data[list]!;
      expect(answer.complete).toBe(true);
      expect(late(answer.sources)).toMatchObject({ status: 'OK', upstreamCalls: 0 });
      expect(answer.nodes.some(({ server }) => server.key === 'slow')).toBe(true);
      expect(asked).toHaveLength(1);
    },
  );

  it('bounds lists of sessions and reports, too, and holds nothing against the server', async () => {
    const { data } = await gateway.ask<{
      sessions: Listed;
      report: { capacity: Listed; sessions: Listed };
      servers: { key: string; health: { status: string } }[];
    }>(
      `{ sessions(waitAtMost: "PT0.3S") { ${LIST} }
         report(waitAtMost: "PT0.3S") { capacity { ${REPORT} } sessions(window: { last: "P7D" }) { ${REPORT} } } }`,
    );
    for (const { complete, sources } of [data.sessions, data.report.capacity, data.report.sessions]) {
      expect(complete).toBe(false);
      expect(late(sources)).toMatchObject({ status: 'FAILED', error: { code: 'TIMEOUT' } });
    }
    const { data: health } = await gateway.ask<{ servers: { key: string; health: { status: string } }[] }>(
      '{ servers { key health { status } } }',
    );
    expect(health.servers.find(({ key }) => key === 'slow')?.health.status).not.toBe('OFFLINE');
  });

  it('answers at once with what is known where nobody is to be waited for', async () => {
    const { data } = await gateway.ask<{ policies: Listed }>(`{ policies(waitAtMost: "PT0S") { ${LIST} } }`);
    expect(late(data.policies.sources)).toMatchObject({ status: 'FAILED', error: { code: 'TIMEOUT' } });
  });

  it('changes nothing for who is in time', async () => {
    release();
    const { data } = await gateway.ask<{ policies: Listed }>(
      `{ policies(waitAtMost: "P3650D") { ${LIST} } }`,
    );
    expect(data.policies.complete).toBe(true);
  });
});
