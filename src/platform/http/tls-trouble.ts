import type { PeerCertificate } from 'node:tls';
import type { TlsSight } from './tls-look.js';

/** What is wrong with a server's TLS, and what to do about it. */
export interface TlsTrouble {
  readonly what: string;
  readonly todo: string;
}

export const HTTP_ON_TLS: TlsTrouble = {
  what: 'url says http, but this port speaks TLS',
  todo: 'use https:// in url',
};

const PIN = 'tls.fingerprint256 (to pin this certificate)';

const SELF_SIGNED = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_UNTRUSTED']);
const INCOMPLETE_CHAIN = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);
/** Alerts of a server that asked for a certificate and got none, or none that it takes. */
const CLIENT_CERTIFICATE =
  /CERTIFICATE_REQUIRED|ALERT_(BAD|UNSUPPORTED|UNKNOWN)_CERTIFICATE|ALERT_UNKNOWN_CA/;
const MOST_NAMES = 5;

/** Why a certificate was not accepted, from the code of the failure; undefined: this is no failure of a certificate. */
export function certificateTrouble(code: string, seen: PeerCertificate | undefined): TlsTrouble | undefined {
  const trouble = judge(code, seen);
  if (trouble === undefined || seen === undefined) return trouble;
  const compare = `its SHA-256 fingerprint is ${seen.fingerprint256}, to be compared with the server's own before it is pinned`;
  return { what: trouble.what, todo: `${trouble.todo}; ${compare}` };
}

/** Why no handshake succeeds, `code` being how the last one failed; undefined: one does. */
export function handshakeTrouble(sight: { readonly kind: 'unknown' }, code: string): TlsTrouble;
export function handshakeTrouble(sight: TlsSight, code: string): TlsTrouble | undefined;
export function handshakeTrouble(sight: TlsSight, code: string): TlsTrouble | undefined {
  if (CLIENT_CERTIFICATE.test(code)) return NEEDS_CLIENT_CERTIFICATE;
  switch (sight.kind) {
    case 'secured':
      return undefined;
    case 'outdated':
      return {
        what: `the server speaks ${versionName(sight.protocol)} at most, and the gateway nothing older than TLS 1.2`,
        todo: 'enable TLS 1.2 or newer on the server',
      };
    case 'weak':
      return {
        what: `the server offers nothing to encrypt with that is strong enough (it would take ${sight.cipher})`,
        todo: 'enable newer ciphers on the server, such as ECDHE with AES-GCM, or give it a larger key',
      };
    case 'client-certificate':
      return NEEDS_CLIENT_CERTIFICATE;
    case 'plain-http':
      return {
        what: 'url says https, but this port speaks plain HTTP',
        todo: 'check that url names an HTTPS port (with http:// the password would be sent unencrypted)',
      };
    case 'refusing':
    case 'unknown':
      return {
        what: `the TLS handshake failed (${code})`,
        todo: 'check that url names an HTTPS port, and that the server offers TLS 1.2 or newer',
      };
  }
}

/** Whether what was seen answers handshakes. */
export function speaksTls({ kind }: TlsSight): boolean {
  return kind !== 'plain-http' && kind !== 'unknown';
}

const NEEDS_CLIENT_CERTIFICATE: TlsTrouble = {
  what: 'the server demands a client certificate, and the gateway has none',
  todo: 'let the server, or the proxy in front of it, take connections without one',
};

function judge(code: string, seen: PeerCertificate | undefined): TlsTrouble | undefined {
  if (SELF_SIGNED.has(code))
    return {
      what: 'the certificate is self-signed or signed by an unknown authority',
      todo: `set tls.ca (the authority as a PEM file) or ${PIN}`,
    };
  if (INCOMPLETE_CHAIN.has(code))
    return {
      what: 'the certificate is signed by an unknown authority, or the server leaves out an authority between (its chain is incomplete)',
      todo: `let the server send the whole chain, set tls.ca (all authorities in one PEM file) or ${PIN}`,
    };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return {
      what: `the certificate is not issued for the host name in url${namesOf(seen)}`,
      todo: 'use a name the certificate holds, or pin it with tls.fingerprint256',
    };
  if (code === 'CERT_HAS_EXPIRED')
    return {
      what: `the certificate has expired${dateOf(seen?.valid_to)}`,
      todo: 'renew it on the server, or pin it with tls.fingerprint256',
    };
  if (code === 'CERT_NOT_YET_VALID')
    return {
      what: `the certificate is not valid yet${dateOf(seen?.valid_from, 'before ')}`,
      todo: 'check the clocks of both machines, or pin it with tls.fingerprint256',
    };
  // What OpenSSL says of keys and signatures that its security level does not allow.
  if (code === 'UNSPECIFIED' || /_(KEY_TOO_SMALL|MD_TOO_WEAK)$/.test(code))
    return {
      what: 'the certificate, or an authority of it, has a key that is too small or a signature that is too weak (such as SHA-1)',
      todo: 'have a new one issued, with 2048 bits or more and SHA-256, or pin this one with tls.fingerprint256',
    };
  if (/^(?!ERR_).*(CERT|^CRL_|ISSUER)/.test(code))
    return { what: `the certificate was not accepted (${code})`, todo: `set tls.ca or ${PIN}` };
  return undefined;
}

/** Names of hosts only: whatever else a certificate says is the server's own text. */
function namesOf(seen: PeerCertificate | undefined): string {
  const names = [...(seen?.subjectaltname ?? '').matchAll(/(?:DNS|IP Address):([\w.:*-]{1,253})/g)].map(
    ([, name]) => name,
  );
  return names.length === 0 ? '' : ` (but for ${names.slice(0, MOST_NAMES).join(', ')})`;
}

function dateOf(date: string | undefined, before = 'on '): string {
  const instant = Date.parse(date ?? '');
  return Number.isNaN(instant) ? '' : ` (${before}${new Date(instant).toISOString().slice(0, 10)})`;
}

function versionName(protocol: string): string {
  return protocol === 'TLSv1' ? 'TLS 1.0' : protocol.replace('TLSv', 'TLS ');
}
