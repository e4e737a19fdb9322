import { withFormer } from '../../../platform/products-kit/replaced-list.js';
import { Row } from '../../../platform/products-kit/row.js';
import { text } from '../../../platform/products-kit/values.js';
import { Words } from '../../../platform/products-kit/words.js';

/** An SLA-based policy as it is written: created, replaced or estimated. */
export type SlaPolicySpec = Readonly<Record<string, unknown>>;

const SPEC_FIELDS = [
  'name',
  'description',
  'backupType',
  'selectedItems',
  'excludedItems',
  'regionIds',
  'storageTemplateId',
  'slaTemplateId',
  'snapshotSettings',
  'replicaSettings',
  'retrySettings',
  'notificationSettings',
  'productionWorkersSettings',
  'organizationSettings',
] as const;

/** Fields a policy cannot be without: null leaves them as they are. */
const REQUIRED: readonly string[] = ['name', 'identityId', 'backupType', 'regionIds', 'slaTemplateId'];

const SELECTIONS = new Words<string | null>({ ALL_ITEMS: 'AllItems', SELECTED_ITEMS: 'SelectedItems' }, null);

/** What an appliance tells of a policy that nobody writes. */
const TOLD_ONLY = ['id', 'priority', 'isEnabled', 'identity', 'usn', 'warning', '_links', '_embedded'];

/**
 * What is read of a policy in the words it is written in: the identity is read whole and written by its id. What the gateway does
 * not know is written back as it was read, since the appliance replaces the whole.
 */
export function specOf(policy: Row): SlaPolicySpec {
  const written = policy.names.filter((name) => !TOLD_ONLY.includes(name));
  const fields = written.map((name) => [name, policy.raw(name)] as const);
  return clean(Object.fromEntries([...fields, ['identityId', policy.object('identity')?.raw('id')]]));
}

/** What an input says, in the product's words. `base` is what is changed; absent: a new policy. */
export function specFrom(input: object, base: SlaPolicySpec = {}): SlaPolicySpec {
  const wishes = Object.entries(input).filter(
    ([name, value]) => isSpecField(name) && !(value === null && isRequired(name)),
  );
  const changed = merged(base, Object.fromEntries(wishes));
  const { backupType } = changed;
  return { ...changed, backupType: SELECTIONS.of(text(backupType)) ?? backupType };
}

/** Whether a policy cannot be without it: null in an edit is then for what stays. */
export function isRequired(name: string): boolean {
  return REQUIRED.includes(name);
}

function isSpecField(name: string): boolean {
  return name === 'identityId' || SPEC_FIELDS.some((field) => field === name);
}

/** The fields that say which element of a list it is: a volume, a tag, a way from region to region. */
const IDENTITY = ['id', 'key', 'sourceRegionId', 'targetRegionId'];

/** Of an element that stays: what is not said again is none. */
const SAID_EACH_TIME = ['encryptionKey'];

/**
 * Objects are merged field by field, values replaced, and so are lists, of which the elements that stay are merged in their turn; null
 * removes, undefined leaves.
 */
function merged(current: SlaPolicySpec, wish: SlaPolicySpec): SlaPolicySpec {
  const changes = Object.entries(wish).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined) return [];
    const former = current[name];
    return [[name, isPlain(value) ? merged(plain(former), value) : replaced(former, value)]];
  });
  return clean({ ...current, ...Object.fromEntries(changes) });
}

function replaced(former: unknown, value: unknown): unknown {
  if (!Array.isArray(value) || !value.every(isPlain)) return value;
  return withFormer(value, former, IDENTITY, (element, wanted) =>
    merged(without(element, SAID_EACH_TIME), wanted),
  );
}

function without(fields: SlaPolicySpec, names: readonly string[]): SlaPolicySpec {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function plain(value: unknown): SlaPolicySpec {
  return isPlain(value) ? value : {};
}

function isPlain(value: unknown): value is SlaPolicySpec {
  return Row.of(value) !== null;
}

function clean(fields: SlaPolicySpec): SlaPolicySpec {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
