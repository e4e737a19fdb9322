import type { Appliance } from './appliance.js';
import { badRequest } from './problem.js';
import type { ProblemData } from './problem.js';
import type { Json, SlaSettings } from './records.js';

/** An SLA-based policy as a client describes it. */
export interface SlaPolicySpec {
  name: string;
  description: string;
  identityId: string;
  allItems: boolean;
  regionIds: string[];
  slaTemplateId: string;
  storageTemplateId: string | null;
  selectedIds: string[];
  excludedIds: string[];
  settings: SlaSettings;
}

type Body = Record<string, Json | undefined>;

/** What a policy keeps in fields of its own; all else is kept as it came. */
const OWN_FIELDS = [
  'name',
  'description',
  'identityId',
  'backupType',
  'regionIds',
  'slaTemplateId',
  'storageTemplateId',
];

/** Reads the body of a create, edit or cost request; refuses it with every mistake in `data`. */
export function parseSlaSpec(appliance: Appliance, body: unknown): SlaPolicySpec {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Body;
  const problems = problemsOf(appliance, given);
  if (Object.keys(problems).length > 0) throw badRequest('The policy settings are not valid.', problems);
  return {
    name: text(given['name']),
    description: text(given['description']),
    identityId: text(given['identityId']),
    allItems: given['backupType'] === 'AllItems',
    regionIds: ids(given['regionIds']),
    slaTemplateId: text(given['slaTemplateId']),
    storageTemplateId: text(given['storageTemplateId']) || null,
    selectedIds: ids(field(given['selectedItems'], 'virtualMachineIds')),
    excludedIds: ids(field(given['excludedItems'], 'virtualMachineIds')),
    settings: Object.fromEntries(
      Object.entries(given).filter(([key, value]) => value !== undefined && !OWN_FIELDS.includes(key)),
    ),
  };
}

function problemsOf({ world }: Appliance, given: Body): ProblemData {
  const regionIds = ids(given['regionIds']);
  const name = text(given['name']);
  const known = (records: readonly { id: string }[], id: string): boolean =>
    records.some((record) => record.id === id);
  const checks: [string, boolean, string][] = [
    ['name', name.length < 1 || name.length > 255, 'must have 1 to 255 characters'],
    [
      'backupType',
      !['AllItems', 'SelectedItems'].includes(text(given['backupType'])),
      'must be AllItems or SelectedItems',
    ],
    ['regionIds', regionIds.length === 0, 'must not be empty'],
    ['regionIds', new Set(regionIds).size !== regionIds.length, 'must be unique'],
    ['regionIds', !regionIds.every((id) => known(world.regions, id)), 'must be regions of this appliance'],
    ['identityId', !known(world.accounts, text(given['identityId'])), 'is not an account or organization'],
    ['slaTemplateId', !known(world.slaTemplates, text(given['slaTemplateId'])), 'is not an SLA template'],
    [
      'storageTemplateId',
      text(given['storageTemplateId']) !== '' &&
        !known(world.storageTemplates, text(given['storageTemplateId'])),
      'is not a storage template',
    ],
  ];
  const problems: ProblemData = {};
  for (const [key, isWrong, message] of checks)
    if (isWrong) (problems[key] ??= { messages: [] }).messages.push(message);
  return problems;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function ids(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function field(value: Json | undefined, key: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value[key] : undefined;
}
