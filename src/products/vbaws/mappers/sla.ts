import { Row } from '../../../platform/products-kit/row.js';

/** Whether one kind of copy met its target. */
export interface SlaVerdict {
  /** The product's word, such as MetSla. */
  readonly status: string | null;
  readonly met: boolean | null;
  readonly achievedPercent: number | null;
}

/** Compliance of one SLA-based policy; a kind of copy it does not make is null. */
export interface SlaCompliance {
  readonly policyId: string;
  readonly snapshots: SlaVerdict | null;
  readonly replicas: SlaVerdict | null;
  readonly backups: SlaVerdict | null;
  readonly archive: SlaVerdict | null;
}

/** null: not a report's row. */
export function slaCompliance(row: unknown): SlaCompliance | null {
  const fields = Row.of(row);
  const policyId = fields?.id('id');
  if (!fields || !policyId) return null;
  return {
    policyId,
    snapshots: verdict(fields.object('snapshotSlaReport')),
    replicas: verdict(fields.object('replicaSlaReport')),
    backups: verdict(fields.object('backupSlaReport')),
    archive: verdict(fields.object('archiveSlaReport')),
  };
}

/** Met when every judged kind of copy met its target; null: none was judged. */
export function overallCompliance(compliance: SlaCompliance): boolean | null {
  const verdicts = [compliance.snapshots, compliance.replicas, compliance.backups, compliance.archive];
  const judged = verdicts.flatMap((one) => one?.met ?? []);
  return judged.length === 0 ? null : judged.every((met) => met);
}

function verdict(report: Row | null): SlaVerdict | null {
  return report && verdictOf(report);
}

/** Any answer that has a status and a percentage. */
export function verdictOf(report: Row): SlaVerdict {
  const status = report.text('status');
  return { status, met: metBy(status), achievedPercent: report.number('achievedSlaPercent') };
}

/** Of the words only MetSla is published; the others are read by what they say. */
function metBy(status: string | null): boolean | null {
  if (status === null) return null;
  if (/^met/i.test(status)) return true;
  return /miss|notmet|fail|breach/i.test(status) ? false : null;
}
