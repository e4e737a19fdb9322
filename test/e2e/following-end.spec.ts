import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import { startGateway } from '../support/gateway.js';
import { LogLines } from '../support/log-lines.js';

it('ends without a word right after its start, while servers are looked at for the first time', async () => {
  const path = mkdtempSync(join(tmpdir(), 'history-'));
  const vbr = await startVbrSimulator({ seed: 11, policies: 8, sessions: 400 });
  const lines = new LogLines();
  try {
    for (let round = 0; round < 8; round += 1) {
      const gateway = await startGateway(
        [{ key: 'vbr', product: 'VBR', url: vbr.url }],
        { history: { path } },
        { following: true },
        lines,
      );
      await gateway.close();
    }
  } finally {
    await vbr.close();
    rmSync(path, { recursive: true });
  }
  expect(lines.all().length).toBeGreaterThan(0);
  expect(
    lines.all().filter(({ level }) => level === 'warn' || level === 'error' || level === 'fatal'),
  ).toEqual([]);
});
