import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { rowsOf } from '../support/inventory-lists.js';
import type { InventoryNode } from '../support/inventory-lists.js';
import { truthOf } from '../support/truth.js';
import { whenProbed } from '../support/upstream-calls.js';

describe('repositories without immutability', () => {
  let clock: FrozenClock;
  let fleet: Fleet;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet();
    await whenProbed(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  it('are told by one field for every product, and what a product does not say is null, never false', async () => {
    type Node = InventoryNode & { name: string; immutability: { enabled: boolean | null } };
    const rows = await rowsOf<Node>(fleet.gateway, 'repositories', {}, 'name immutability { enabled }');
    const { repositories } = truthOf(fleet);
    const shown = (wanted: boolean | null): string[] =>
      rows
        .filter(({ immutability }) => immutability.enabled === wanted)
        .map(({ server, name }) => `${server.key}/${name}`)
        .toSorted();
    const known = (wanted: boolean | null): string[] =>
      repositories
        .filter(({ immutability }) => immutability.enabled === wanted)
        .map(({ server, name }) => `${server}/${name}`)
        .toSorted();
    for (const wanted of [true, false, null]) expect(shown(wanted)).toEqual(known(wanted));

    expect(shown(true)).toEqual(
      expect.arrayContaining([
        'vbr/Hardened-01',
        'vbr-old/Hardened-01',
        'vbr/S3-Offsite',
        'm365/Object First Cluster',
      ]),
    );
    expect(shown(false)).toEqual(expect.arrayContaining(['vbr/MinIO-Lab', 'm365/Azure West Europe']));
    expect(shown(null)).toEqual(
      expect.arrayContaining(['vbr/NAS-SMB', 'm365/Mailboxes JET', 'vbr/SOBR-Main']),
    );
    expect(shown(null).filter((key) => key.startsWith('m365-old/'))).toHaveLength(8);
  });

  it('stay unknown, without an error, while the details of a server cannot be read', async () => {
    fleet.vbr.faults.add({
      match: '/backupInfrastructure/repositories?',
      fault: { kind: 'status', status: 500 },
    });
    type Node = InventoryNode & { name: string; immutability: { enabled: boolean | null } };
    const filter = { tags: [{ key: 'site', value: 'berlin' }] };
    const rows = await rowsOf<Node>(
      fleet.gateway,
      'repositories',
      { filter },
      'name immutability { enabled }',
    );
    fleet.vbr.faults.clear();
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map(({ immutability }) => immutability.enabled))).toEqual(new Set([null]));
  });
});
