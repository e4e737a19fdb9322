import { Refusal, userError } from '../../../core/errors/refusal.js';
import type { UserError } from '../../../core/errors/refusal.js';
import { flag, id, many, object, part, anyText } from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';

/**
 * Checks that what belongs together is there together, in the parts of `body` that `patch` is about. Throws a Refusal that lists
 * every violation with the path of its input field.
 */
export function checkScaleOut(body: JsonObject, patch: JsonObject): void {
  const problems = [
    ...extentProblems(body, patch),
    ...placementProblems(body, patch),
    ...capacityProblems(part(body['capacityTier']), part(patch['capacityTier'])),
    ...archiveProblems(part(body['archiveTier']), part(patch['archiveTier'])),
  ];
  if (problems.length > 0) throw new Refusal(problems);
}

export function idsOf(list: unknown, key = 'id'): string[] {
  return many(list, (entry) => id(object(entry)?.[key]));
}

function extentProblems(body: JsonObject, patch: JsonObject): UserError[] {
  const performance = idsOf(part(body['performanceTier'])['performanceExtents']);
  if (performance.length === 0) return [problem('performanceTier.extents', 'must hold at least one entry')];
  const lower = [
    ...idsOf(part(body['capacityTier'])['extents']).map((key) => ['capacityTier.extents', key] as const),
    ...idsOf([body['archiveTier']], 'extentId').map((key) => ['archiveTier.extent', key] as const),
  ];
  const isSaid = ['performanceTier', 'capacityTier', 'archiveTier'].some((tier) => tier in patch);
  const taken = new Set(performance);
  return lower.flatMap(([field, key]) => {
    const isTwice = taken.has(key);
    taken.add(key);
    return isTwice && isSaid ? [problem(field, 'a repository can be in one tier only')] : [];
  });
}

function placementProblems(body: JsonObject, patch: JsonObject): UserError[] {
  const performance = idsOf(part(body['performanceTier'])['performanceExtents']);
  return idsOf(part(patch['placementPolicy'])['settings'], 'extentId').flatMap((key, index) =>
    performance.includes(key)
      ? []
      : [problem(`placementPolicy.settings.${index}.extent`, 'must be one of the performance extents')],
  );
}

function capacityProblems(tier: JsonObject, patch: JsonObject): UserError[] {
  if (flag(patch['isEnabled']) !== true) return [];
  const override = part(tier['overridePolicy']);
  const lacksThreshold =
    flag(part(patch['overridePolicy'])['isEnabled']) === true &&
    override['overrideSpaceThresholdPercents'] === undefined;
  return [
    ...(idsOf(tier['extents']).length > 0 ? [] : [needed('capacityTier.extents', 'the tier')]),
    ...(lacksThreshold ? [needed('capacityTier.overridePolicy.thresholdPercent', 'the policy')] : []),
    ...encryptionProblems('capacityTier', tier, patch),
    ...healthProblems(part(tier['backupHealth']), part(patch['backupHealth'])),
  ];
}

function archiveProblems(tier: JsonObject, patch: JsonObject): UserError[] {
  if (flag(patch['isEnabled']) !== true) return [];
  return [
    ...(id(tier['extentId']) === null ? [needed('archiveTier.extent', 'the tier')] : []),
    ...encryptionProblems('archiveTier', tier, patch),
  ];
}

function encryptionProblems(name: string, tier: JsonObject, patch: JsonObject): UserError[] {
  if (flag(part(patch['encryption'])['isEnabled']) !== true) return [];
  const encryption = part(tier['encryption']);
  const field = `${name}.encryption`;
  switch (anyText(encryption['encryptionType'])) {
    case 'ByUserPassword':
      return (id(encryption['encryptionPasswordId']) ?? id(encryption['encryptionPasswordUniqueId'])) === null
        ? [needed(`${field}.passwordId`, 'encryption by password')]
        : [];
    case 'ByKms':
      return id(encryption['kmsServerId']) === null
        ? [needed(`${field}.kmsServerId`, 'encryption by a key management server')]
        : [];
    default:
      return [needed(`${field}.type`, 'encryption')];
  }
}

function healthProblems(health: JsonObject, patch: JsonObject): UserError[] {
  const field = 'capacityTier.backupHealth';
  const isOn = (name: string): boolean => flag(part(patch[name])['isEnabled']) === true;
  const weekly = part(health['weekly']);
  const monthly = part(health['monthly']);
  return [
    ...(isOn('weekly') && many(weekly['days'], anyText).length === 0
      ? [needed(`${field}.weekly.days`, 'the weekly check')]
      : []),
    ...(isOn('monthly') && !namesDay(monthly)
      ? [needed(`${field}.monthly.dayNumberInMonth`, 'the monthly check')]
      : []),
  ];
}

function namesDay(monthly: JsonObject): boolean {
  if (flag(monthly['isLastDayOfMonth']) === true) return true;
  const number = anyText(monthly['dayNumberInMonth']);
  return number === null || number === 'OnDay'
    ? monthly['dayOfMonth'] !== undefined
    : anyText(monthly['dayOfWeek']) !== null;
}

function needed(field: string, whatFor: string): UserError {
  return problem(field, `is needed where ${whatFor} is enabled`);
}

function problem(field: string, message: string): UserError {
  return userError('INVALID_INPUT', `${field}: ${message}`, { field: ['input', ...field.split('.')] });
}
