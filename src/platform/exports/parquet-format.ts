import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { SchemaElement } from 'hyparquet-writer';
import type { Cell, Column, TableFormat } from './table.js';

type Head = Pick<Column<never>, 'name' | 'kind'>;

const LEAVES: Readonly<Record<Head['kind'], Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  time: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  number: { type: 'DOUBLE' },
  flag: { type: 'BOOLEAN' },
};

/** Apache Parquet: every batch of rows is a row group, so that no more than one is held. */
export const PARQUET: TableFormat = {
  type: 'application/vnd.apache.parquet',
  tellsClosing: false,
  open: (columns) => {
    const bytes = new ByteWriter();
    const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(columns) });
    const written = (): Uint8Array => {
      const copy = bytes.getBytes().slice();
      bytes.index = 0;
      return copy;
    };
    return {
      begin: written,
      rows: (rows) => {
        const columnData = columns.map(({ name, kind }, index) => ({
          name,
          data: rows.map((row) => valueOf(kind, row[index] ?? null)),
        }));
        void writer.write({ columnData, rowGroupSize: Math.max(1, rows.length) });
        return written();
      },
      end: () => {
        void writer.finish();
        return written();
      },
    };
  },
};

function schemaOf(columns: readonly Head[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, kind }): SchemaElement => ({
      name,
      repetition_type: 'OPTIONAL',
      ...LEAVES[kind],
    })),
  ];
}

function valueOf(kind: Head['kind'], cell: Cell): Cell | Date {
  return kind === 'time' && cell !== null ? new Date(Number(cell)) : cell;
}
