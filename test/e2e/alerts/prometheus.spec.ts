import { readFileSync } from 'node:fs';
import { freezeClock } from '../../support/clock.js';
import type { FrozenClock } from '../../support/clock.js';
import { describeWith } from '../../support/programs.js';
import { startPrometheus } from '../../support/prometheus.js';
import type { Prometheus } from '../../support/prometheus.js';
import { AlertStage } from './stage.js';

const MINUTE = 60_000;

describeWith(['prometheus'], 'a Prometheus with the shipped rules', () => {
  let clock: FrozenClock;
  let stage: AlertStage;
  let prometheus: Prometheus;

  beforeEach(async () => {
    clock = freezeClock();
    stage = await AlertStage.open();
    prometheus = await startPrometheus(stage.target);
  });
  afterEach(async () => {
    await prometheus.close();
    await stage.close();
    clock.release();
  });

  /** Goes on with `meanwhile` until exactly these alerts fire. */
  async function until(names: readonly string[], meanwhile: () => Promise<unknown>): Promise<void> {
    for (;;) {
      await meanwhile();
      const firing = (await prometheus.alerts()).filter(({ state }) => state === 'firing');
      const seen = firing.map(({ labels }) =>
        [labels['alertname'], labels['server']].filter(Boolean).join(' '),
      );
      if (seen.sort().join() === [...names].sort().join()) return;
    }
  }

  it('sees alerts of a running gateway fire and end, and has something to show in every panel', async () => {
    const askEveryServer = (): Promise<unknown> =>
      Promise.all(['down', 'slow', 'sour'].map((server) => stage.readPolicies(server)));
    await until(['GatewayDown'], () => prometheus.alerts());
    stage.refuseSignIns();
    await stage.startGateway(1_000_000);
    // A counter has to be seen before it rises.
    while ((await prometheus.query('veeam_gateway_request_errors_total{code="FORBIDDEN"}')).length === 0);
    stage.down.faults.add({ fault: { kind: 'reset' } });
    stage.blockAudit();
    const troubles = [
      'AccessRefused',
      'AuditUnavailable',
      'BackupServerDown down',
      'BackupServerDown sour',
      'BackupServerSignInRefused sour',
    ];
    await until(troubles, async () => {
      await askEveryServer();
      await stage.changeAsAdmin();
      await Promise.all(Array.from({ length: 20 }, () => stage.askAsNobody()));
    });
    for (const { title, expr } of dashboardQueries())
      expect([title, (await prometheus.query(expr)).length]).not.toEqual([title, 0]);
    stage.down.faults.clear();
    stage.sour.faults.clear();
    stage.unblockAudit();
    // The password is not sent again before.
    clock.advance(MINUTE);
    await until([], askEveryServer);
    await stage.stopGateway();
    await until(['GatewayDown'], () => prometheus.alerts());
    await stage.startGateway(1_000_000);
    await until([], () => prometheus.alerts());
  });
});

/** The queries of the shipped dashboard, as Grafana sends them with everything selected. */
function dashboardQueries(): { title: string; expr: string }[] {
  const { panels } = JSON.parse(readFileSync('deploy/grafana/veeam-graphql-gateway.json', 'utf8')) as {
    panels: { title: string; targets?: { expr: string }[] }[];
  };
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({
      title,
      expr: expr.replace(/\$(instance|server)\b/g, '.+').replaceAll('$__rate_interval', '1m'),
    })),
  );
}
