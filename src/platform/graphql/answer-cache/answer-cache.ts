import { createHash } from 'node:crypto';
import type { Provenance } from '../../../core/federation/provenance.js';
import type { OperationFacts, RequestRecord } from '../../request/request-record.js';
import { SharedMemory } from '../shared-memory.js';

const MEBIBYTE = 2 ** 20;
const ROOM = 64 * MEBIBYTE;
const LARGEST = 4 * MEBIBYTE;
const SHORT = 4096;

/** An answer as it was sent, with what has to stay true for it to be sent again. */
export class CachedAnswer {
  /** A short one is a text, since Node sends that in one piece with the headers. */
  readonly body: string | Buffer;
  private knownTag: string | undefined;

  constructor(
    text: string,
    readonly mediaType: string,
    readonly operation: OperationFacts,
    readonly provenance: Provenance,
  ) {
    this.body = text.length < SHORT ? text : Buffer.from(text);
  }

  /** The entity tag: the same for the same body. Weak, since a compressed body has it too. */
  get tag(): string {
    return (this.knownTag ??= `W/"${createHash('sha1').update(this.body).digest('base64url')}"`);
  }
}

/** What allows an answer to be kept, and what stands at its end. */
export interface Repeatable {
  readonly provenance: Provenance;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/**
 * Answers that were made of nothing that has changed since. Only what went through the whole gateway once and
 * without an error is kept; it is given again for as long as all snapshots it was made of are current, and never longer.
 */
export class AnswerCache {
  private readonly answers = new SharedMemory<CachedAnswer>(ROOM, LARGEST);
  private readonly repeatable = new WeakMap<RequestRecord, Repeatable>();

  /** The answer under way to this request may be given again while its provenance is current. */
  allow(record: RequestRecord, repeatable: Repeatable): void {
    this.repeatable.set(record, repeatable);
  }

  /** Keeps the answer to a request if that was allowed. undefined: it was not. */
  keep(key: string, record: RequestRecord, text: string, mediaType: string): CachedAnswer | undefined {
    const repeatable = this.repeatable.get(record);
    if (repeatable?.provenance.isCurrent() !== true || record.operation === undefined) return undefined;
    if (text.length > LARGEST) return undefined;
    const body = withoutCalls(text, repeatable.extensions);
    const answer = new CachedAnswer(body, mediaType, record.operation, repeatable.provenance);
    this.answers.set(key, answer, weightOf(key, answer), record.caller?.id ?? '');
    return answer;
  }

  find(key: string): CachedAnswer | undefined {
    const answer = this.answers.get(key);
    if (answer === undefined || answer.provenance.isCurrent()) return answer;
    this.answers.delete(key);
    return undefined;
  }
}

/**
 * There may be compressed bodies beside the body, a key is a text of up to two bytes a letter, and beside them stand a record, tokens and
 * what the answer was made of.
 */
function weightOf(key: string, { body }: CachedAnswer): number {
  return 1500 + Math.ceil(1.5 * body.length) + 2 * key.length;
}

/** The text of an answer as it is when it costs no call. */
function withoutCalls(text: string, extensions: Repeatable['extensions']): string {
  const end = (told: object): string => `${JSON.stringify(told)}}\n`;
  const cost = { ...(extensions['cost'] as object | undefined), upstreamCalls: 0 };
  const told = end(extensions);
  return text.endsWith(told) ? text.slice(0, -told.length) + end({ ...extensions, cost }) : text;
}
