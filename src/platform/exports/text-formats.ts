import { instantText } from '../../core/model/instant-text.js';
import type { Cell, Column, TableFormat } from './table.js';

const NOTHING = new Uint8Array();
/** Without it spreadsheets take the text for another encoding. */
const BYTE_ORDER_MARK = '\ufeff';
/** Spreadsheets run what begins so. */
const FORMULA = /^[=+\-@\t\r]/;

type Head = Pick<Column<never>, 'name' | 'kind'>;

/** One JSON object a line; the last one says how it came out. */
export const NDJSON: TableFormat = {
  type: 'application/x-ndjson; charset=utf-8',
  tellsClosing: true,
  open: (columns) => ({
    begin: () => NOTHING,
    rows: (rows) => Buffer.from(rows.map((row) => `${objectText(columns, row)}\n`).join('')),
    end: (closing) => Buffer.from(`${JSON.stringify(closing)}\n`),
  }),
};

/** RFC 4180, in UTF-8 with a byte order mark. A text that a spreadsheet would run begins with an apostrophe. */
export const CSV: TableFormat = {
  type: 'text/csv; charset=utf-8; header=present',
  tellsClosing: false,
  open: (columns) => ({
    begin: () => Buffer.from(`${BYTE_ORDER_MARK}${columns.map(({ name }) => name).join(',')}\r\n`),
    rows: (rows) =>
      Buffer.from(
        rows
          .map((row) => `${row.map((cell, index) => csvText(columns[index], cell)).join(',')}\r\n`)
          .join(''),
      ),
    end: () => NOTHING,
  }),
};

function objectText(columns: readonly Head[], row: readonly Cell[]): string {
  const members = columns.map((column, index) => {
    const cell = row[index] ?? null;
    return [column.name, column.kind === 'time' && cell !== null ? instantText(Number(cell)) : cell];
  });
  return JSON.stringify(Object.fromEntries(members));
}

function csvText(column: Head | undefined, cell: Cell): string {
  if (cell === null) return '';
  if (column?.kind === 'time') return instantText(Number(cell));
  if (typeof cell !== 'string') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
