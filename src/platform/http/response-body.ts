import { SourceFailure } from '../../core/errors/source-failure.js';
import type { Server } from '../../core/model/server.js';
import { BrokenJson, parseJson } from './json-body.js';
import { PRODUCT_NAMES } from './product-names.js';

/** Media types under which servers send JSON; some declare none, or leave it open. */
const JSON_TYPES =
  /^(application\/([\w.-]+\+)?json|text\/json|text\/plain|application\/octet-stream|\*\/\*)$/;
/** Enough of a body to tell what it is. */
const BEGINNING = 1024;

/** A body as it came, decompressed and without a byte order mark. */
export interface Body {
  readonly bytes: Buffer;
  readonly contentType: string | undefined;
}

/** Reads a good answer's JSON. Throws SourceFailure BAD_RESPONSE that says what came instead, without quoting it. */
export async function readJson(body: Body, server: Server, signal: AbortSignal): Promise<unknown> {
  if (isBlank(body)) throw bad('answered with an empty body where JSON was expected');
  refuseHtml(body, server);
  const type = mediaType(body.contentType);
  if (type !== undefined && !JSON_TYPES.test(type))
    throw bad(`answered ${type.slice(0, 80)} where JSON was expected`);
  try {
    return await parseJson(body.bytes, signal);
  } catch (error) {
    if (!(error instanceof BrokenJson)) throw error;
    throw bad('answered JSON that cannot be parsed: it is broken or cut short');
  }
}

/** Throws SourceFailure BAD_RESPONSE for a web page. */
export function refuseHtml(body: Body, server: Server): void {
  if (isHtml(body))
    throw bad(
      `answered HTML where JSON was expected: is this the address of a ${PRODUCT_NAMES[server.product]} server?`,
    );
}

/** The body of a status that the caller reads itself: JSON where it is JSON, else the text, undefined when empty. */
export async function readLeniently(body: Body, signal: AbortSignal): Promise<unknown> {
  if (isBlank(body)) return undefined;
  try {
    return await parseJson(body.bytes, signal);
  } catch (error) {
    if (!(error instanceof BrokenJson)) throw error;
    return body.bytes.toString();
  }
}

export function isHtml({ bytes, contentType }: Body): boolean {
  return looksLikeHtml(bytes.toString('utf8', 0, BEGINNING), contentType);
}

export function looksLikeHtml(text: string, contentType: string | undefined): boolean {
  const type = mediaType(contentType);
  return (
    type === 'text/html' || type === 'application/xhtml+xml' || /^\s*<(!doctype html|html)[\s>]/i.test(text)
  );
}

function isBlank({ bytes }: Body): boolean {
  return bytes.length < BEGINNING && bytes.toString().trim() === '';
}

function mediaType(contentType: string | undefined): string | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
}

function bad(message: string): SourceFailure {
  return new SourceFailure('BAD_RESPONSE', `the server ${message}`);
}
