import type { IncomingMessage } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Callers } from '../../src/platform/auth/callers/callers.js';
import { whileAuthorized } from '../../src/platform/auth/callers/while-authorized.js';
import { bearer, testKey } from '../support/callers.js';

const LOOK_AGAIN = 10;

describe('Whoever holds a stream', () => {
  let file: string;
  let now = 0;
  const key = testKey();

  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'gateway-welcome-')), 'keys.yaml');
    writeFileSync(file, JSON.stringify({ keys: [key.entry] }));
  });

  afterEach(() => rmSync(join(file, '..'), { recursive: true }));

  /** Reasons to end, as they are told. */
  async function hold(): Promise<{ ends: string[]; stop: () => void }> {
    const callers = new Callers({ apiKeys: { keys: [], file }, oidc: null }, () => now);
    const request = { headers: bearer(key.credential) } as IncomingMessage;
    await callers.identify(request);
    const ends: string[] = [];
    const stop = whileAuthorized(callers, request, ({ reason }) => ends.push(reason), LOOK_AGAIN);
    return { ends, stop };
  }

  function takeBack(): void {
    writeFileSync(file, 'keys: []');
    now += 1_000;
  }

  it('is told, and only once, that the key was taken back', async () => {
    const { ends } = await hold();
    await delay(5 * LOOK_AGAIN);
    expect(ends).toEqual([]);
    takeBack();
    while (ends.length === 0) await delay(LOOK_AGAIN);
    await delay(5 * LOOK_AGAIN);
    expect(ends).toEqual(['invalid']);
  });

  it('is told nothing after leaving', async () => {
    const { ends, stop } = await hold();
    stop();
    takeBack();
    await delay(5 * LOOK_AGAIN);
    expect(ends).toEqual([]);
  });
});
