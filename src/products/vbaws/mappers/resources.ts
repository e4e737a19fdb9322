import type { SessionResult } from '../../../core/model/session.js';
import { Row } from '../../../platform/products-kit/row.js';
import { embeddedOf, linkedId } from '../wire/links.js';
import { resultOf } from './words.js';

/** Something in AWS that the appliance knows, told by a link or, when it is gone, by what is remembered of it. */
export interface AwsResource {
  /** null: not told. */
  readonly nativeId: string | null;
  readonly awsId: string | null;
  readonly name: string | null;
  /** Name of the link to it ("virtualMachine", "tag" …), or the product's word for a removed one. null: not told. */
  readonly kind: string | null;
  readonly removed: boolean;
}

export interface PolicyRegion {
  readonly nativeId: string;
  readonly name: string;
  readonly optInStatus: string | null;
}

export interface RestoredItem {
  readonly name: string;
  readonly status: string | null;
  readonly result: SessionResult;
  readonly regionId: string | null;
  /** As restored items write it: a title with the code in brackets. */
  readonly regionName: string | null;
  readonly resource: AwsResource | null;
}

/** Links of a row that name no resource. */
const NO_RESOURCE = ['region', 'self', '_links'];

/** A protected or an excluded resource. null: not readable. */
export function awsResource(row: unknown): AwsResource | null {
  const fields = Row.of(row);
  if (!fields) return null;
  const gone = fields.object('deletedItem');
  const kind = linkIn(fields);
  return {
    nativeId: fields.id('id') ?? gone?.id('id') ?? idBehind(fields, kind),
    awsId: fields.text('awsResourceId'),
    name: fields.text('name') ?? gone?.text('name') ?? null,
    kind: gone?.text('type') ?? kind,
    removed: gone !== null,
  };
}

export function policyRegion(row: unknown): PolicyRegion | null {
  const fields = Row.of(row);
  const id = fields?.id('id');
  if (!fields || !id) return null;
  return { nativeId: id, name: fields.text('name') ?? id, optInStatus: fields.text('optInStatus') };
}

export function restoredItem(row: unknown): RestoredItem | null {
  const fields = Row.of(row);
  const name = fields?.text('name');
  if (!fields || !name) return null;
  const embedded = embeddedOf(fields);
  const kind = embedded && linkIn(embedded);
  const status = fields.text('status');
  return {
    name,
    status,
    result: resultOf(status) ?? 'UNKNOWN',
    regionId: linkedId(embedded?.object('region') ?? null, 'regions'),
    regionName: fields.text('regionName'),
    resource:
      embedded && kind
        ? { nativeId: idBehind(embedded, kind), awsId: null, name, kind, removed: false }
        : null,
  };
}

/** Name of the first link there is: one of them is set. */
function linkIn(links: Row): string | null {
  return (
    links.names.find((name) => !NO_RESOURCE.includes(name) && links.object(name)?.text('href') != null) ??
    null
  );
}

/** The last segment of the link's path; the link itself is never followed. */
function idBehind(links: Row, kind: string | null): string | null {
  const href = kind === null ? null : links.object(kind)?.text('href');
  return href?.split(/[?#]/, 1)[0]?.split('/').filter(Boolean).at(-1) ?? null;
}
