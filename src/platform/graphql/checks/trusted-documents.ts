import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Caller } from '../../../core/model/caller.js';
import { sha256 } from '../../config/trusted-documents.js';
import type { TrustedDocuments } from '../../config/trusted-documents.js';

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
