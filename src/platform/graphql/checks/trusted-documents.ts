import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../../core/model/caller.js';
import { sha256 } from '../../config/trusted-documents.js';
import type { TrustedDocuments } from '../../config/trusted-documents.js';

const PREFIX = 'apq:';
const ROOM = 30 * 2 ** 20;

/** What Apollo asks for documents by their hash: the trusted ones, then those that clients have sent before. */
export class DocumentsByHash {
  private readonly sent = new LRUCache<string, string>({
    maxSize: ROOM,
    sizeCalculation: (document, key) => document.length + key.length + 1,
  });

  constructor(private readonly trusted: TrustedDocuments | null) {}

  async get(key: string): Promise<string | undefined> {
    return this.trusted?.documents.get(key.slice(PREFIX.length)) ?? this.sent.get(key);
  }

  async set(key: string, document: string): Promise<void> {
    this.sent.set(key, document);
  }

  async delete(key: string): Promise<boolean> {
    return this.sent.delete(key);
  }
}

/** Whether somebody may run documents that are not listed. */
export function runsAnyDocument(trusted: TrustedDocuments | null, { role }: Caller): boolean {
  return trusted === null || !trusted.roles.includes(role);
}

/** Throws a GraphQLError with status 403 for a document that this caller may not run. */
export function checkTrusted(trusted: TrustedDocuments | null, document: string, caller: Caller): void {
  if (runsAnyDocument(trusted, caller) || trusted?.documents.has(sha256(document))) return;
  throw new GraphQLError('only the documents listed in the manifest of the gateway may be run', {
    extensions: { code: 'UNTRUSTED_DOCUMENT', http: { status: 403 } },
  });
}

/** Takes `documentId`, in a body or in the address, for the hash of a document, as some clients send it. */
export function takeDocumentIds(server: FastifyInstance): void {
  server.addHook('preValidation', (request, _reply, done) => {
    const { body, query, raw } = request;
    if (isNamed(body)) request.body = { ...body, extensions: persistedQuery(body.documentId) };
    if (request.method === 'GET' && isNamed(query)) {
      const { documentId, ...others } = query;
      const asked = new URLSearchParams({
        ...others,
        extensions: JSON.stringify(persistedQuery(documentId)),
      });
      raw.url = `${request.url.split('?', 1)[0]}?${asked}`;
    }
    done();
  });
}

function persistedQuery(documentId: string): object {
  return { persistedQuery: { version: 1, sha256Hash: documentId.replace(/^[a-z0-9]+:/, '') } };
}

function isNamed(body: unknown): body is { documentId: string } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'documentId' in body &&
    typeof body.documentId === 'string' &&
    !('query' in body)
  );
}
