import { readRest } from '../../support/rest-vbaws.js';
import { one, startAwsStage } from '../../support/changes-vbaws.js';
import type { AwsStage } from '../../support/changes-vbaws.js';

const DAY = 24 * 3_600_000;
const SLA = '/api/v1/policy/ec2SlaBasedPolicies';

interface Named {
  nativeId: string;
  name: string;
}

let stage: AwsStage;
const from = new Date(Date.now() - 30 * DAY).toISOString();
const to = new Date().toISOString();

beforeAll(async () => {
  stage = await startAwsStage({ policies: 60, sessions: 1500 });
});

afterAll(async () => {
  await stage.close();
});

const rest = <T>(path: string): Promise<T> => readRest<T>(stage.simulator, path);

describe('every SLA-based policy with the instances that missed it, in one query', () => {
  const QUERY = `query ($from: DateTime!, $to: DateTime!) {
    report { slaCompliance { met missed complete sources { status }
      policies { nativeId compliance { met }
        instances(from: $from, to: $to, status: [MISSED], first: 500) { nativeId name status missed } } } } }`;

  interface Report {
    report: {
      slaCompliance: {
        met: number;
        missed: number;
        complete: boolean;
        policies: {
          nativeId: string;
          compliance: { met: boolean | null };
          instances: (Named & { missed: number })[];
        }[];
      };
    };
  }

  it('tells the truth and asks per policy only for what is selected', async () => {
    let answer: Report | undefined;
    const asked = await stage.asked(async () => (answer = await stage.ask<Report>(QUERY, { from, to })));
    const { slaCompliance } = one(answer).report;
    const ids = stage.slaPolicies().map(({ id }) => id);
    expect(slaCompliance.policies.map(({ nativeId }) => nativeId).sort()).toEqual([...ids].sort());
    for (const { nativeId, instances } of slaCompliance.policies) {
      const { results } = await rest<{ results: { instanceId: string; status: string }[] }>(
        `${SLA}/${nativeId}/slaInstances?dateFrom=${from}&dateTo=${to}&slaComplianceStatus=MissedSla`,
      );
      expect(instances.map((instance) => instance.nativeId)).toEqual(
        results.map(({ instanceId }) => instanceId),
      );
    }
    expect(slaCompliance.policies.flatMap(({ instances }) => instances).length).toBeGreaterThan(0);
    const verdicts = slaCompliance.policies.map(({ compliance }) => compliance.met);
    expect(slaCompliance).toMatchObject({
      complete: true,
      met: verdicts.filter((met) => met === true).length,
      missed: verdicts.filter((met) => met === false).length,
    });
    const perPolicy = (part: string) => asked.filter((url) => url.includes(part)).length;
    expect({ report: perPolicy('slaReport'), instances: perPolicy('slaInstances') }).toEqual({
      report: 1,
      instances: ids.length,
    });
    // The rest are the lists of policies, one a workload.
    expect(asked.filter((url) => !/slaReport|slaInstances|\/polic(y|ies)/i.test(url))).toEqual([]);
    expect(asked).toHaveLength(1 + ids.length + 9);
  });

  it('judges as the report of the appliance does', async () => {
    const { report } = await stage.ask<Report>(QUERY, { from, to });
    const [first] = stage.slaPolicies();
    type Kind = { status: string };
    const { results } = await rest<{
      results: {
        id: string;
        snapshotSlaReport: Kind;
        replicaSlaReport: Kind;
        backupSlaReport: Kind;
        archiveSlaReport: Kind;
      }[];
    }>(`${SLA}/${one(first).id}/slaReport/`);
    const truth = results.map((row) => {
      const words = [row.snapshotSlaReport, row.replicaSlaReport, row.backupSlaReport, row.archiveSlaReport]
        .map(({ status }) => status)
        .filter((status) => status !== 'None');
      return [row.id, words.length === 0 ? null : words.every((word) => word === 'MetSla')];
    });
    const seen = report.slaCompliance.policies.map(({ nativeId, compliance }) => [nativeId, compliance.met]);
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(truth));
  });

  it('names a server whose report cannot be read and counts nothing of it', async () => {
    stage.simulator.faults.add({ match: '/slaReport', fault: { kind: 'status', status: 500 } });
    const { data } = await stage.answer<{
      report: { slaCompliance: { complete: boolean; policies: unknown[]; sources: { status: string }[] } };
    }>('{ report { slaCompliance { complete policies { id } sources { status } } } }');
    stage.simulator.faults.clear();
    expect(data.report.slaCompliance).toEqual({
      complete: false,
      policies: [],
      sources: [{ status: 'FAILED' }],
    });
  });
});
