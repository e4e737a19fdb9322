import { Row } from '../../../platform/products-kit/row.js';
import { embeddedOf } from './links.js';

/** One line of `/sessions/{id}/log`. */
export interface WireLogLine {
  readonly logTime: string | null;
  readonly status: string | null;
  readonly message: string | null;
}

export function readLogLine(row: unknown): WireLogLine | null {
  const fields = Row.of(row);
  if (!fields) return null;
  return {
    logTime: fields.text('logTime'),
    status: fields.text('status'),
    message: fields.text('message'),
  };
}

/** One row of protectedItems, restoredItems or deletedItems. */
export interface WireSessionItem {
  readonly name: string;
  readonly status: string | null;
  /** Names of the links to what it is ("virtualMachine", "rds" …), the region left out. */
  readonly kinds: readonly string[];
}

export function readSessionItem(row: unknown): WireSessionItem | null {
  const fields = Row.of(row);
  const name = fields?.text('name') ?? fields?.text('id');
  if (!fields || !name) return null;
  const links = embeddedOf(fields)?.names ?? [];
  return { name, status: fields.text('status'), kinds: links.filter((link) => link !== 'region') };
}
