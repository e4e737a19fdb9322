import { inspect } from 'node:util';
import { join } from 'node:path';
import { SERVER, createConfigFolder } from './config-support.js';
import type { ConfigFolder } from './config-support.js';

let folder: ConfigFolder;
beforeAll(async () => {
  folder = await createConfigFolder();
});
afterAll(() => folder.remove());

const written = (history: string): string => `servers: [${SERVER}]\nhistory: ${history}`;
const addressOf = (url: string, env: Record<string, string> = {}) =>
  folder.parse(written(`{ url: "${url}" }`), env).history?.database;

describe('history.url', () => {
  it('leaves the folder alone when there is none', () => {
    expect(folder.parse(written('{}')).history?.database).toBeNull();
    expect(folder.parse(written('off')).history).toBeNull();
  });

  it('names host, port, database and account, and hides the password', () => {
    const database = addressOf('postgres://gate%40way:${env:PASSWORD}@db.example.org:6432/the%20name', {
      PASSWORD: 'hunter3%2F',
    });
    expect(database).toMatchObject({
      host: 'db.example.org',
      port: 6432,
      database: 'the name',
      user: 'gate@way',
    });
    expect(database?.password.reveal()).toBe('hunter3/');
    expect(inspect(database) + JSON.stringify(database)).not.toContain('hunter3');
  });

  it.each([
    ['postgres://u@127.0.0.1/d', null],
    ['postgresql://u@[::1]/d', null],
    ['postgres://u@localhost/d', null],
    ['postgres://u@db/d?sslmode=disable', null],
    ['postgres://u@db/d', { ca: null }],
    ['postgres://u@127.0.0.1/d?sslmode=verify-full', { ca: null }],
  ])('%s is asked with TLS, unless it is this machine or that was turned off', (url, tls) => {
    expect(addressOf(url)).toMatchObject({ port: 5432, tls });
  });

  it('takes the authorities from a file beside the configuration', () => {
    expect(addressOf('postgres://u@db/d?sslrootcert=ca.pem')?.tls).toEqual({
      ca: join(folder.path, 'ca.pem'),
    });
  });

  it.each([
    ['{ url: "http://u:hunter2@h/d" }', /history\.url: expected an address such as postgres:/],
    ['{ url: "postgres://u:hunter2@/d" }', /history\.url: expected an address such as postgres:/],
    ['{ url: "postgres://u:hunter2/x@h/d" }', /history\.url: expected an address such as postgres:/],
    ['{ url: "postgres://u:hunter2%zz@h/d" }', /history\.url: expected %40 and the like/],
    ['{ url: "postgres://:hunter2@h/d" }', /history\.url: expected the name of an account/],
    ['{ url: "postgres://u:hunter2@h" }', /history\.url: expected the name of one database/],
    ['{ url: "postgres://u:hunter2@h/d/e" }', /history\.url: expected the name of one database/],
    [
      '{ url: "postgres://u:hunter2@h/d?sslmode=prefer" }',
      /history\.url: sslmode: expected disable or verify-full/,
    ],
    [
      '{ url: "postgres://u:hunter2@h/d?sslmode=disable&sslrootcert=x" }',
      /history\.url: expected no sslrootcert/,
    ],
    ['{ url: "postgres://u:hunter2@h/d?password=hunter2" }', /history\.url: expected no parameters behind/],
    ['{ url: "postgres://u:hunter2@h/d", path: ./x }', /history\.path: expected no path/],
  ])('refuses %s without showing what was found', (history, says) => {
    expect(folder.mistakes(written(history))).toEqual([expect.stringMatching(says)]);
  });
});
