import { Readable } from 'node:stream';
import { Controller, Get, Inject, Logger, Param, Query, Req, Res } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BadInputError } from '../../core/errors/bad-input.js';
import { OperationEnded } from '../../core/errors/operation-ended.js';
import { OperationBudget } from '../../core/fairness/operation-budget.js';
import { FleetReader } from '../../core/federation/fleet-reader.js';
import { Fleet } from '../../core/federation/fleet.js';
import { Callers } from '../../platform/auth/callers/callers.js';
import type { LimitsConfig } from '../../platform/config/gateway-config.js';
import { refuse } from '../../platform/edge/refusal.js';
import { PARQUET } from '../../platform/exports/parquet-format.js';
import type { Cell, Closing, Column, TableFormat } from '../../platform/exports/table.js';
import { CSV, NDJSON } from '../../platform/exports/text-formats.js';
import { clientSignal } from '../../platform/graphql/client-signal.js';
import { builtSchema } from '../streams/built-schema.js';
import type { Dataset, PlacedRow } from './dataset.js';
import { checkNames } from './export-request.js';
import type { ExportQuery } from './export-request.js';
import { ExportSource } from './export-source.js';
import { CAPACITY, POLICY_DAYS } from './history-datasets.js';
import { POLICIES, REPOSITORIES } from './inventory-datasets.js';
import { RUNS } from './runs-dataset.js';
import { SESSIONS } from './sessions-dataset.js';

export const EXPORT_LIMITS = Symbol('EXPORT_LIMITS');

const FORMATS: ReadonlyMap<string, TableFormat> = new Map([
  ['ndjson', NDJSON],
  ['csv', CSV],
  ['parquet', PARQUET],
]);

type Batches = AsyncGenerator<readonly (readonly Cell[])[]>;

/** What is exported, with its rows as cells. */
interface Export {
  readonly columns: readonly Pick<Column<never>, 'name' | 'kind'>[];
  readonly parameters: readonly string[];
  prepare(...args: Parameters<Dataset<never>['prepare']>): (source: ExportSource) => Batches;
}

const EXPORTS: ReadonlyMap<string, Export> = new Map([
  ['sessions', exported(SESSIONS)],
  ['runs', exported(RUNS)],
  ['policies', exported(POLICIES)],
  ['repositories', exported(REPOSITORIES)],
  ['capacity', exported(CAPACITY)],
  ['policy-days', exported(POLICY_DAYS)],
]);

const NO_SUCH_EXPORT = `there is no such export: expected /exports/NAME.FORMAT with one of ${[...EXPORTS.keys()].join(', ')} and one of ${[...FORMATS.keys()].join(', ')}`;

/** Whole lists as files: row by row as they are read, so that no more than a page is held. Callers see what they see in GraphQL. */
@Controller('exports')
export class ExportsController {
  private readonly logger = new Logger('Exports');

  constructor(
    @Inject(ModuleRef) private readonly modules: ModuleRef,
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(EXPORT_LIMITS) private readonly limits: LimitsConfig,
  ) {}

  @Get(':file')
  export(
    @Param('file') file: string,
    @Query() query: ExportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const [, name = '', ending = ''] = /^([a-z-]+)\.([a-z]+)$/.exec(file) ?? [];
    const [asked, format] = [EXPORTS.get(name), FORMATS.get(ending)];
    if (asked === undefined || format === undefined) {
      refuse({ status: 404, code: 'NOT_FOUND', message: NO_SUCH_EXPORT }, request, reply);
      return;
    }
    try {
      checkNames(query, [...asked.parameters, 'after']);
      const read = asked.prepare(query, builtSchema(this.modules), Date.now());
      void reply
        .type(format.type)
        .header('content-disposition', `attachment; filename="${file}"`)
        .header('cache-control', 'no-store');
      if (request.method === 'HEAD') void reply.send();
      else this.send(asked, read, format, request, reply);
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      refuse({ status: 400, code: 'BAD_USER_INPUT', message: placed(error) }, request, reply);
    }
  }

  private send(
    { columns }: Export,
    read: (source: ExportSource) => Batches,
    format: TableFormat,
    { raw }: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const caller = this.callers.of(raw);
    const view = this.fleet.seenBy(caller.scope);
    const signal = clientSignal(reply.raw);
    const fresh = (): FleetReader =>
      FleetReader.bounded(view, signal, new OperationBudget(this.limits, { name: caller.id, signal }));
    const source = new ExportSource(fresh(), fresh);
    let closing: Closing = { complete: false, rows: 0, sources: [] };
    for (const [trailer, text] of [
      ['x-export-complete', () => String(closing.complete)],
      ['x-export-rows', () => String(closing.rows)],
      ['x-export-sources', () => asciiJson(closing.sources)],
    ] as const)
      reply.trailer(trailer, () => Promise.resolve(text()));
    const bytes = this.write(columns, read(source), source, format, (told) => (closing = told));
    void reply.send(Readable.from(bytes, { objectMode: false }));
  }

  private async *write(
    columns: Export['columns'],
    batches: Batches,
    source: ExportSource,
    format: TableFormat,
    tell: (closing: Closing) => void,
  ): AsyncGenerator<Uint8Array> {
    const writer = format.open(columns);
    let [rows, error]: [number, Closing['error']] = [0, undefined];
    yield* full(writer.begin());
    try {
      for await (const batch of batches) {
        rows += batch.length;
        yield* full(writer.rows(batch));
      }
    } catch (failure) {
      error = this.told(failure);
      // Whoever knows no trailers must see that the file is no whole one.
      if (!format.tellsClosing) throw failure;
    }
    const complete = source.complete && error === undefined;
    const closing = { complete, rows, sources: source.states(), ...(error !== undefined && { error }) };
    tell(closing);
    yield* full(writer.end(closing));
  }

  private told(failure: unknown): NonNullable<Closing['error']> {
    if (failure instanceof OperationEnded) return { code: failure.code, message: failure.message };
    if (failure instanceof BadInputError) return { code: 'BAD_USER_INPUT', message: placed(failure) };
    this.logger.error(failure);
    return { code: 'INTERNAL_SERVER_ERROR', message: 'the export could not go on' };
  }
}

/** Every row ends with its place, for whoever has to go on behind it. */
function exported<Row>(dataset: Dataset<Row>): Export {
  const cells = ({ row, cursor }: PlacedRow<Row>): Cell[] => [
    ...dataset.columns.map(({ of }) => of(row)),
    cursor,
  ];
  return {
    columns: [...dataset.columns.map(({ name, kind }) => ({ name, kind })), { name: 'cursor', kind: 'text' }],
    parameters: dataset.parameters,
    prepare: (...args) => {
      const read = dataset.prepare(...args);
      return async function* batches(source) {
        for await (const batch of read(source)) yield batch.map(cells);
      };
    },
  };
}

function* full(bytes: Uint8Array): Generator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

function placed({ argument, message }: BadInputError): string {
  return argument.length === 0 ? message : `${argument.join('.')}: ${message}`;
}

/** Trailers are headers: nothing but ASCII can stand in them. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
