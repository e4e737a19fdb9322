import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Lifecycle } from '../../../src/platform/health/lifecycle.js';
import { Observability } from '../../../src/platform/observability/observability.js';
import { freezeClock, HOUR } from '../../support/clock.js';
import type { FrozenClock } from '../../support/clock.js';
import { total } from '../../support/metrics.js';
import type { Sample } from '../../support/metrics.js';
import { describeWith } from '../../support/programs.js';
import { promtool, RULES_FILE, shippedRules } from '../../support/prometheus.js';
import { ruleTest, TARGET } from './rule-test.js';
import type { Phase } from './rule-test.js';
import { AlertStage } from './stage.js';

const LAG = 'nodejs_eventloop_lag_p99_seconds';
const WAITING = 'veeam_gateway_upstream_calls_waiting';
const SILENCE = {};

const instance = TARGET.instance;
const down = { server: 'down', product: 'VBR' };
const slow = { server: 'slow', product: 'VBR' };
const sour = { server: 'sour', product: 'VB_M365' };

/** Everything at once, each alert with the labels that its receiver is told. */
const EVERYTHING: Phase['firing'] = {
  GatewayDown: [TARGET],
  GatewayFailing: [{ instance }],
  GatewaySlow: [{ instance }],
  GatewayEventLoopLag: [TARGET],
  BackupServerDown: [
    { ...TARGET, ...down },
    { ...TARGET, ...sour },
  ],
  BackupServerSignInRefused: [sour],
  BackupServerCircuitFlapping: [{ ...TARGET, ...down }],
  BackupServerQueue: [{ ...TARGET, ...slow }],
  BackupServerSlow: [slow],
  InventoryStale: [{ instance, ...down }],
  HistoryAway: [TARGET],
  HistoryFailing: [TARGET],
  HistoryDamaged: [TARGET],
  AuditUnavailable: [{ ...TARGET, code: 'AUDIT_UNAVAILABLE' }],
  AuditRewound: [{ ...TARGET, to: 'file' }],
  AccessRefused: [{ instance }],
  GatewayUnhandledError: [{ instance, origin: 'background' }],
};

describeWith(['promtool'], 'the shipped alert rules', () => {
  it('are sound', async () => {
    const found = `${shippedRules().length} rules found`;
    expect(await promtool('check', 'rules', RULES_FILE)).toEqual({
      ok: true,
      output: expect.stringContaining(found),
    });
  });

  it('are all made to fire', () => {
    expect(Object.keys(EVERYTHING).sort()).toEqual(
      shippedRules()
        .map(({ alert }) => alert)
        .sort(),
    );
  });

  describe('over a running gateway', () => {
    let folder: string;
    let clock: FrozenClock;
    let stopwatch: Stopwatch;
    let stage: AlertStage;

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'promtool-'));
      clock = freezeClock();
      stopwatch = freezeStopwatch();
      stage = await AlertStage.open();
    });
    afterEach(async () => {
      await stage.close();
      stopwatch.release();
      clock.release();
      rmSync(folder, { recursive: true });
    });

    it('fire for what it says while everything goes wrong, and neither before nor after', async () => {
      const file = join(folder, 'rules.test.yml');
      const phases = await phasesOfAGateway(stage, clock, stopwatch);
      writeFileSync(file, JSON.stringify(ruleTest(phases)));
      const success = { ok: true, output: expect.stringContaining('SUCCESS') };
      expect(await promtool('test', 'rules', file)).toEqual(success);
    });
  });
});

/** Lives through a good time, a bad one and a good one again. */
async function phasesOfAGateway(
  stage: AlertStage,
  clock: FrozenClock,
  stopwatch: Stopwatch,
): Promise<Phase[]> {
  const before = await goodTime(stage);
  stage.deleteAudit();
  const during = await badTime(stage, clock, stopwatch);
  const after = await goodTime(stage);
  return [
    { minutes: 30, ...before, isUp: true, firing: SILENCE },
    { minutes: 70, ...during, isUp: false, firing: EVERYTHING },
    // Longer than the longest range of a rule.
    { minutes: 25 * 60, ...after, isUp: true, firing: SILENCE },
  ];
}

type Seen = Pick<Phase, 'from' | 'to'>;

async function goodTime(stage: AlertStage): Promise<Seen> {
  await stage.startGateway(1_000_000);
  const everybodyAsked = async (): Promise<unknown> =>
    Promise.all(['down', 'slow', 'sour'].map((server) => stage.readPolicies(server)));
  await everybodyAsked();
  await stage.changeAsAdmin();
  const from = await stage.metrics();
  const asked = countOf(from, 'veeam_gateway_requests_total');
  await everybodyAsked();
  const to = await stage.metricsOnce(
    (samples) => countOf(samples, 'veeam_gateway_requests_total') > asked && countOf(samples, LAG) < 0.5,
  );
  await stage.stopGateway();
  return { from, to };
}

async function badTime(stage: AlertStage, clock: FrozenClock, stopwatch: Stopwatch): Promise<Seen> {
  stage.refuseSignIns();
  const gateway = await stage.startGateway(3);
  await stage.readPolicies('down', 'PT1M');
  await stage.readPolicies('sour');
  const { history } = gateway.app.get(Observability);
  history.away('its process has ended');
  const from = await stage.metrics();
  await makeServerFail(stage);
  await makeServerSlow(stage, stopwatch);
  for (let turn = 0; turn < 6; turn += 1) await stage.changeAsViewer();
  history.failed('no space is left on the device');
  history.putAside(['history.duckdb.damaged']);
  gateway.app.get(Observability).unhandled('background');
  stage.blockAudit();
  await stage.changeAsAdmin();
  const { waiting } = await makeQueue(stage);
  clock.advance(HOUR);
  const leaving = gateway.app.get(Lifecycle).leave({ delay: 0, grace: 60_000 });
  await refusedAsStopping(stage);
  const to = await whileTheLoopLags(stage);
  stage.slow.faults.clear();
  await Promise.all([waiting, leaving]);
  stage.down.faults.clear();
  stage.sour.faults.clear();
  stage.unblockAudit();
  await stage.stopGateway();
  return { from, to };
}

async function makeServerFail(stage: AlertStage): Promise<void> {
  stage.down.faults.add({ fault: { kind: 'reset' } });
  while (countOf(await stage.metrics(), 'veeam_gateway_upstream_circuit_opened_total', down) === 0)
    await stage.readPolicies('down');
}

async function makeServerSlow(stage: AlertStage, stopwatch: Stopwatch): Promise<void> {
  stage.slow.faults.add({ match: 'GET /api/v1/jobs', fault: { kind: 'hang' } });
  const reads = (): number =>
    stage.slow.arrivals.filter((line) => line.startsWith('GET /api/v1/jobs')).length;
  const before = reads();
  const answers = Array.from({ length: 5 }, () => stage.readPolicies('slow'));
  while (reads() === before) await stage.metrics();
  stopwatch.advance(12_000);
  stage.slow.faults.clear();
  await Promise.all(answers);
}

/** What waits ends when the server answers again. */
async function makeQueue(stage: AlertStage): Promise<{ waiting: Promise<unknown> }> {
  stage.slow.faults.add({ match: 'GET /api/v1/sessions', fault: { kind: 'hang' } });
  const answers = Array.from({ length: 110 }, () => stage.readSession(randomUUID()));
  await stage.metricsOnce((samples) => countOf(samples, WAITING, slow) > 100);
  return { waiting: Promise.all(answers) };
}

async function refusedAsStopping(stage: AlertStage): Promise<void> {
  const isCounted = (samples: Sample[]): boolean =>
    countOf(samples, 'veeam_gateway_requests_total', { outcome: 'failed' }) > 0;
  for (let turn = 0; turn < 3; turn += 1) expect((await stage.ask('{ __typename }')).status).toBe(503);
  await stage.metricsOnce(isCounted);
}

/** Nothing but the time of a real loop counts here. */
function whileTheLoopLags(stage: AlertStage): Promise<Sample[]> {
  return stage.metricsOnce((samples) => {
    if (countOf(samples, LAG) > 0.5) return true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
    return false;
  });
}

function countOf(samples: readonly Sample[], name: string, labels: Record<string, string> = {}): number {
  return total(samples, name, labels) ?? 0;
}

interface Stopwatch {
  advance(milliseconds: number): void;
  release(): void;
}

/** Stops what durations are measured with, so that no machine is slow but when it is told to be. */
function freezeStopwatch(): Stopwatch {
  let current = performance.now();
  performance.now = () => current;
  return {
    advance: (milliseconds) => {
      current += milliseconds;
    },
    release: () => void Reflect.deleteProperty(performance, 'now'),
  };
}
