import type { FastifyInstance } from 'fastify';
import { BOARD_PATH, PAGE_PATH } from '../request/routes.js';

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'SAMEORIGIN',
};
const DATA = { ...ALWAYS, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" };
/** A page runs its own files, talks to the gateway, and does nothing else; no text of a server can become a part of it. */
const PAGE = {
  ...ALWAYS,
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
};
const ASSET = { ...ALWAYS, 'content-security-policy': "frame-ancestors 'self'; object-src 'none'" };

const HSTS = { 'strict-transport-security': 'max-age=31536000' };

/** Tells browsers to take answers for nothing but what they are. `isTls`: whether the gateway itself speaks TLS. */
export function sendSecurityHeaders(server: FastifyInstance, isTls: boolean): void {
  const [data, page, asset] = [DATA, PAGE, ASSET].map((headers) =>
    isTls ? { ...headers, ...HSTS } : headers,
  );
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers((isPageFile(request.url) ? asset : data) ?? {});
    done();
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (String(reply.getHeader('content-type')).startsWith('text/html') && page) void reply.headers(page);
    done(null, payload);
  });
}

function isPageFile(url: string): boolean {
  return url.startsWith(PAGE_PATH) || url.startsWith(BOARD_PATH);
}
