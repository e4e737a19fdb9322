import { SourceFailure } from '../../core/errors/source-failure.js';
import type { Server } from '../../core/model/server.js';
import { PRODUCT_NAMES } from './product-names.js';

/** Media types under which servers send JSON; some declare none, or leave it open. */
const JSON_TYPES =
  /^(application\/([\w.-]+\+)?json|text\/json|text\/plain|application\/octet-stream|\*\/\*)$/;

/** Reads a good answer's JSON. Throws SourceFailure BAD_RESPONSE that says what came instead, without quoting it. */
export function readJson(text: string, contentType: string | undefined, server: Server): unknown {
  if (text.trim() === '') throw bad('answered with an empty body where JSON was expected');
  refuseHtml(text, contentType, server);
  const type = mediaType(contentType);
  if (type !== undefined && !JSON_TYPES.test(type)) throw bad(`answered ${type} where JSON was expected`);
  try {
    return JSON.parse(text);
  } catch {
    throw bad('answered JSON that cannot be parsed: it is broken or cut short');
  }
}

/** Throws SourceFailure BAD_RESPONSE for a web page. */
export function refuseHtml(text: string, contentType: string | undefined, server: Server): void {
  if (looksLikeHtml(text, contentType))
    throw bad(
      `answered HTML where JSON was expected: is this the address of a ${PRODUCT_NAMES[server.product]} server?`,
    );
}

/** The body of a status that the caller reads itself: JSON where it is JSON, else the text, undefined when empty. */
export function readLeniently(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function looksLikeHtml(text: string, contentType: string | undefined): boolean {
  const type = mediaType(contentType);
  return (
    type === 'text/html' || type === 'application/xhtml+xml' || /^\s*<(!doctype html|html)[\s>]/i.test(text)
  );
}

function mediaType(contentType: string | undefined): string | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
}

function bad(message: string): SourceFailure {
  return new SourceFailure('BAD_RESPONSE', `the server ${message}`);
}
