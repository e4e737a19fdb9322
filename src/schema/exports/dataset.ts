import type { GraphQLSchema } from 'graphql';
import type { Milliseconds } from '../../core/model/instant.js';
import type { Column } from '../../platform/exports/table.js';
import type { ExportQuery } from './export-request.js';
import type { ExportSource } from './export-source.js';

/** A row of an export and its place. */
export interface PlacedRow<Row> {
  readonly row: Row;
  readonly cursor: string;
}

/** Rows that can be exported. */
export interface Dataset<Row> {
  /** What its address takes besides `after`. */
  readonly parameters: readonly string[];
  readonly columns: readonly Column<Row>[];
  /**
   * Reads the parameters and tells how to read the rows, batch by batch. Throws BadInputError.
   * @param now the time that the export was asked at.
   */
  prepare(
    query: ExportQuery,
    schema: GraphQLSchema,
    now: number,
  ): (source: ExportSource) => AsyncGenerator<readonly PlacedRow<Row>[]>;
}

/** Lengths of time stand in seconds. */
export function seconds(length: Milliseconds | null): number | null {
  return length === null ? null : length / 1000;
}
