import { inspect } from 'node:util';
import { SERVER, createConfigFolder } from './config-support.js';
import type { ConfigFolder } from './config-support.js';

const KEY = 'ab'.repeat(32);

let folder: ConfigFolder;
beforeAll(async () => {
  folder = await createConfigFolder();
});
afterAll(() => folder.remove());

const parse = (redis: string, env: Record<string, string> = {}): ReturnType<ConfigFolder['parse']> =>
  folder.parse(`servers: [${SERVER}]\nredis: ${redis}`, env);

describe('the redis section', () => {
  it('is optional', () => {
    expect(folder.parse(`servers: [${SERVER}]`).redis).toBeNull();
  });

  it('has a prefix and shares no sign-ins unless told to', () => {
    const { redis } = parse('{ url: "redis://127.0.0.1:6379" }');
    expect(redis).toMatchObject({ keyPrefix: 'veeam-graphql-gateway:', encryptionKey: null });
    expect(redis?.url.reveal()).toBe('redis://127.0.0.1:6379');
  });

  it('takes its secrets by reference and does not print them', () => {
    const { redis } = parse('{ url: "rediss://:${env:PASSWORD}@host:6380", encryptionKey: "${env:KEY}" }', {
      PASSWORD: 'hunter3',
      KEY,
    });
    expect(redis?.encryptionKey?.reveal()).toBe(KEY);
    expect(redis?.url.reveal()).toBe('rediss://:hunter3@host:6380');
    expect(inspect(redis) + JSON.stringify(redis)).not.toMatch(/hunter3|abab/);
  });

  it.each([
    ['{}', /redis\.url: expected an address/],
    ['{ url: "http://u:hunter2@h" }', /redis\.url: expected an address such as redis:/],
    ['{ url: "redis://h", encryptionKey: hunter2 }', /redis\.encryptionKey: expected 64 hexadecimal/],
    ['{ url: "redis://h", prefix: x }', /redis\.prefix: unknown key; did you mean keyPrefix/],
  ])('refuses %s without showing what was found', (redis, says) => {
    // It fails by itself when one of them shows the password.
    expect(folder.mistakes(`servers: [${SERVER}]\nredis: ${redis}`)).toEqual([expect.stringMatching(says)]);
  });
});
