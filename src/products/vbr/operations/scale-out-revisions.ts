import { Refusal, userError } from '../../../core/errors/refusal.js';
import { isAtLeast } from '../revision.js';
import type { REVISIONS } from '../revision.js';
import { many, object, part } from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';

interface LateField {
  readonly since: (typeof REVISIONS)[number];
  /** The input field. */
  readonly field: string;
  readonly isSaid: (patch: JsonObject) => boolean;
}

const LATE_FIELDS: readonly LateField[] = [
  late('1.3-rev0', 'capacityTier', 'backupHealth', 'backupHealth'),
  late('1.3-rev2', 'archiveTier', 'cryptoKeyId', 'extentCryptoKeyId'),
  late('1.3-rev2', 'archiveTier', 'copyPolicy', 'copyPolicyEnabled'),
  late('1.3-rev2', 'archiveTier', 'movePolicy', 'movePolicyEnabled'),
  late('1.3-rev2', 'archiveTier', 'encryption', 'encryption'),
  {
    since: '1.3-rev2',
    field: 'capacityTier.extents',
    isSaid: (patch) => keysOf(part(patch['capacityTier'])['extents']).includes('cryptoKeyId'),
  },
];

/** Throws Refusal UNSUPPORTED for what the revision spoken cannot take. */
export function checkRevision(patch: JsonObject, revision: string): void {
  const refused = LATE_FIELDS.filter(({ since, isSaid }) => isSaid(patch) && !isAtLeast(revision, since));
  if (refused.length === 0) return;
  throw new Refusal(
    refused.map(({ since, field }) =>
      userError(
        'UNSUPPORTED',
        `${field}: this server speaks ${revision}, which cannot take it; ${since} can`,
        {
          field: ['input', ...field.split('.')],
        },
      ),
    ),
  );
}

function late(since: LateField['since'], tier: string, field: string, key: string): LateField {
  return { since, field: `${tier}.${field}`, isSaid: (patch) => key in part(patch[tier]) };
}

function keysOf(list: unknown): string[] {
  return many(list, object).flatMap((entry) => Object.keys(entry));
}
