import { IsOptional } from 'class-validator';
import { parseDuration } from '../../core/model/duration.js';
import type { Milliseconds } from '../../core/model/instant.js';
import { ExpectDuration, ExpectNumber } from './expectations.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const KIBIBYTE = 2 ** 10;
const MEBIBYTE = 2 ** 20;
const MANY = 1_000_000_000;

/** What one GraphQL document may ask for, fragments expanded. */
export interface QueryLimits {
  /** Fields inside each other. */
  readonly depth: number;
  readonly aliases: number;
  /** Fields of Query, Mutation or Subscription. */
  readonly rootFields: number;
  readonly directives: number;
  /** Fields in all. */
  readonly fields: number;
  /** Tokens of the text itself. */
  readonly tokens: number;
  /** The estimate in `extensions.cost`. */
  readonly complexity: number;
}

export interface LimitsConfig extends QueryLimits {
  /** How long one GraphQL request may take as a whole. */
  readonly requestTimeout: Milliseconds;
  /** Requests to servers for one operation. */
  readonly upstreamCalls: number;
  /** Bytes of a request's body. */
  readonly bodySize: number;
  /** How long a client may take to send its request, headers and body. */
  readonly receiveTimeout: Milliseconds;
  readonly connections: number;
  /** Requests of one caller in a second, on average over ten of them. */
  readonly requestsPerSecond: number;
  /** Requests of one caller at a time. */
  readonly concurrencyPerCaller: number;
  /** Requests of everybody at a time. */
  readonly concurrency: number;
  /** Streams of one caller at a time. */
  readonly streamsPerCaller: number;
  /** How much of the heap that Node allows may be used before requests are refused. */
  readonly heapPercent: number;
  /** How long everything may wait for the processor, on average, before requests are refused. */
  readonly eventLoopDelay: Milliseconds;
}

export class LimitsEntry {
  @IsOptional()
  @ExpectDuration(SECOND / 10, 10 * MINUTE, 'PT30S')
  requestTimeout?: string;

  @IsOptional()
  @ExpectNumber(1, 1_000)
  depth?: number;

  @IsOptional()
  @ExpectNumber(0, 100_000)
  aliases?: number;

  @IsOptional()
  @ExpectNumber(1, 100_000)
  rootFields?: number;

  @IsOptional()
  @ExpectNumber(0, 100_000)
  directives?: number;

  @IsOptional()
  @ExpectNumber(1, 100_000)
  fields?: number;

  @IsOptional()
  @ExpectNumber(10, 1_000_000)
  tokens?: number;

  @IsOptional()
  @ExpectNumber(1, MANY)
  complexity?: number;

  @IsOptional()
  @ExpectNumber(1, MANY)
  upstreamCalls?: number;

  @IsOptional()
  @ExpectNumber(KIBIBYTE, 64 * MEBIBYTE)
  bodySize?: number;

  @IsOptional()
  @ExpectDuration(SECOND / 10, 10 * MINUTE, 'PT10S')
  receiveTimeout?: string;

  @IsOptional()
  @ExpectNumber(1, 1_000_000)
  connections?: number;

  @IsOptional()
  @ExpectNumber(1, 1_000_000)
  requestsPerSecond?: number;

  @IsOptional()
  @ExpectNumber(1, 1_000_000)
  concurrencyPerCaller?: number;

  @IsOptional()
  @ExpectNumber(1, 1_000_000)
  concurrency?: number;

  @IsOptional()
  @ExpectNumber(1, 1_000_000)
  streamsPerCaller?: number;

  @IsOptional()
  @ExpectNumber(1, 100)
  heapPercent?: number;

  @IsOptional()
  @ExpectDuration(SECOND / 100, MINUTE, 'PT2S')
  eventLoopDelay?: string;
}

/**
 * The limits from an entry without mistakes. Where nobody is asked who they are, all callers are on this machine, and one process may
 * well stand for all of them: rates count only if they are configured.
 */
export function buildLimits(entry: LimitsEntry = {}, isAsking: boolean): LimitsConfig {
  return {
    requestTimeout: parseDuration(entry.requestTimeout ?? 'PT30S') ?? 0,
    depth: entry.depth ?? 15,
    aliases: entry.aliases ?? 100,
    rootFields: entry.rootFields ?? 50,
    directives: entry.directives ?? 100,
    fields: entry.fields ?? 5_000,
    tokens: entry.tokens ?? 10_000,
    complexity: entry.complexity ?? 1_000_000,
    upstreamCalls: entry.upstreamCalls ?? 5_000,
    bodySize: entry.bodySize ?? MEBIBYTE,
    receiveTimeout: parseDuration(entry.receiveTimeout ?? 'PT15S') ?? 0,
    connections: entry.connections ?? 10_000,
    requestsPerSecond: entry.requestsPerSecond ?? (isAsking ? 500 : Infinity),
    concurrencyPerCaller: entry.concurrencyPerCaller ?? (isAsking ? 200 : Infinity),
    concurrency: entry.concurrency ?? 1_000,
    streamsPerCaller: entry.streamsPerCaller ?? 1_000,
    heapPercent: entry.heapPercent ?? 90,
    eventLoopDelay: parseDuration(entry.eventLoopDelay ?? 'PT2S') ?? 0,
  };
}
