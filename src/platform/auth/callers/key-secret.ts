import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../config/auth-settings.js';

const PREFIX = 'vgw';
const SHAPE = new RegExp(`^${PREFIX}_([0-9a-f]{12})_([\\w-]{43})$`);

/** Whether a credential claims to be an API key. */
export function looksLikeKey(credential: string): boolean {
  return credential.startsWith(`${PREFIX}_`);
}

/** The public id and the secret of an API key; null: it is none. */
export function splitKey(credential: string): { id: string; secret: string } | null {
  const [, id, secret] = SHAPE.exec(credential) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** A new key of 256 random bits, and what is kept of it. */
export function makeKey(): { id: string; credential: string; hash: string } {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  const salt = randomBytes(16).toString('base64url');
  const hash = `sha256:${salt}:${digestOf(secret, salt).toString('base64url')}`;
  return { id, credential: `${PREFIX}_${id}_${secret}`, hash };
}

/** Compares in constant time. */
export function isSecretOf({ salt, digest }: Pick<ApiKey, 'salt' | 'digest'>, secret: string): boolean {
  return timingSafeEqual(digestOf(secret, salt), Buffer.from(digest, 'base64url'));
}

function digestOf(secret: string, salt: string): Buffer {
  return createHmac('sha256', Buffer.from(salt, 'base64url')).update(secret).digest();
}
