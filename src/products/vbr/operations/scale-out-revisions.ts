import { Refusal, userError } from '../../../core/errors/refusal.js';
import type { UserError } from '../../../core/errors/refusal.js';
import { isAtLeast } from '../revision.js';
import type { REVISIONS } from '../revision.js';
import { many, object, part } from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';

interface LateField {
  readonly since: (typeof REVISIONS)[number];
  /** The input fields, as dotted paths, with which a patch says it. */
  readonly saidBy: (patch: JsonObject) => readonly string[];
}

const LATE_FIELDS: readonly LateField[] = [
  late('1.3-rev0', 'capacityTier', 'backupHealth', 'backupHealth'),
  late('1.3-rev2', 'archiveTier', 'cryptoKeyId', 'extentCryptoKeyId'),
  late('1.3-rev2', 'archiveTier', 'copyPolicy', 'copyPolicyEnabled'),
  late('1.3-rev2', 'archiveTier', 'movePolicy', 'movePolicyEnabled'),
  late('1.3-rev2', 'archiveTier', 'encryption', 'encryption'),
  {
    since: '1.3-rev2',
    saidBy: (patch) =>
      many(part(patch['capacityTier'])['extents'], object).flatMap((extent, index) =>
        'cryptoKeyId' in extent ? [`capacityTier.extents.${index}.cryptoKeyId`] : [],
      ),
  },
];

/** Throws Refusal UNSUPPORTED for what the revision spoken cannot take. */
export function checkRevision(patch: JsonObject, revision: string): void {
  const refused = LATE_FIELDS.filter(({ since }) => !isAtLeast(revision, since)).flatMap(
    ({ since, saidBy }) => saidBy(patch).map((field) => tooLate(field, since, revision)),
  );
  if (refused.length > 0) throw new Refusal(refused);
}

function tooLate(field: string, since: string, revision: string): UserError {
  return userError(
    'UNSUPPORTED',
    `${field}: this server speaks ${revision}, which cannot take it; ${since} can`,
    { field: ['input', ...field.split('.')] },
  );
}

function late(since: LateField['since'], tier: string, field: string, key: string): LateField {
  return { since, saidBy: (patch) => (key in part(patch[tier]) ? [`${tier}.${field}`] : []) };
}
