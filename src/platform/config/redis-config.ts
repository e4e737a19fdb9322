import { IsOptional } from 'class-validator';
import { Expect, ExpectText } from './expectations.js';
import type { ConfigPath, ProblemList } from './problem-list.js';
import { Secret } from './secret.js';

/** Where replicas of the gateway share what they know. */
export interface RedisConfig {
  /** It may hold a password. */
  readonly url: Secret;
  /** In front of every key and channel. */
  readonly keyPrefix: string;
  /** 32 bytes in hexadecimal digits; null: sign-in tokens are not shared. */
  readonly encryptionKey: Secret | null;
}

/** The part of the configuration file about Redis. */
export class RedisEntry {
  @ExpectText('an address such as redis://127.0.0.1:6379')
  url!: string;

  @IsOptional()
  @ExpectText('a text to put in front of every key')
  keyPrefix?: string;

  @IsOptional()
  @Expect(
    '64 hexadecimal digits, by reference such as ${env:REDIS_ENCRYPTION_KEY}',
    (value) => typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value),
  )
  encryptionKey?: string;
}

export function buildRedis(entry: RedisEntry | undefined): RedisConfig | null {
  if (entry === undefined) return null;
  const { url, keyPrefix, encryptionKey } = entry;
  return {
    url: new Secret(url),
    keyPrefix: keyPrefix ?? 'veeam-graphql-gateway:',
    encryptionKey: encryptionKey === undefined ? null : new Secret(encryptionKey),
  };
}

/** The address may hold a password, so that what was found is not shown. */
export function checkRedis(entry: RedisEntry | undefined, path: ConfigPath, problems: ProblemList): void {
  if (typeof entry?.url !== 'string' || entry.url.trim() === '') return;
  const protocol = URL.canParse(entry.url) ? new URL(entry.url).protocol : null;
  if (protocol !== 'redis:' && protocol !== 'rediss:')
    problems.add(
      [...path, 'url'],
      'expected an address such as redis://127.0.0.1:6379, or rediss:// for TLS',
    );
}
