import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';

interface Node {
  readonly startTime: string;
  readonly endTime: string | null;
  readonly durationSeconds: number | null;
  readonly result: string;
  readonly nativeType: string;
  readonly policy: { readonly id: string } | null;
  readonly algorithm?: string | null;
  readonly typical: {
    readonly status: string;
    readonly ratio: number | null;
    readonly typicalSeconds: number | null;
    readonly samples: number;
    readonly basis: string;
    readonly transferredRatio: number | null;
  } | null;
}

let clock: FrozenClock;
let fleet: Fleet;
beforeAll(async () => {
  clock = freezeClock();
  const size = { policies: 6, sessions: 400 };
  fleet = await startFleet({ vbr: size, vb365: size, vbaws: size });
});
afterAll(async () => {
  await fleet.close();
  clock.release();
});

async function sessions(servers: string): Promise<readonly Node[]> {
  const { data, errors } = await fleet.gateway.ask<{ sessions: { nodes: Node[] } }>(
    `{ sessions(first: 400, filter: { servers: [${servers}] }) { nodes { startTime endTime durationSeconds result nativeType policy { id }
       ... on VbrSession { algorithm } typical { status ratio typicalSeconds samples basis transferredRatio } } } }`,
  );
  expect(errors).toEqual([]);
  return data.sessions.nodes;
}

it('holds each session against the good ones of its policy before it', async () => {
  const nodes = await sessions('"vbr"');
  const likes = (one: Node, other: Node) =>
    one.policy?.id === other.policy?.id &&
    one.nativeType === other.nativeType &&
    one.algorithm === other.algorithm;
  let judged = 0;
  for (const node of nodes.slice(0, 200)) {
    if (node.policy === null) continue;
    const before = nodes.filter(
      (other) =>
        likes(node, other) &&
        other.startTime < node.startTime &&
        other.endTime !== null &&
        ['SUCCESS', 'WARNING'].includes(other.result),
    );
    if (before.length < 8) continue;
    judged += 1;
    expect(node.typical?.samples).toBe(Math.min(30, before.length));
    const lengths = before
      .slice(0, 30)
      .map(({ durationSeconds }) => Math.log(Math.max(1, durationSeconds ?? 1)))
      .sort((a, b) => a - b);
    const middle =
      ((lengths[Math.floor((lengths.length - 1) / 2)] ?? 0) +
        (lengths[Math.ceil((lengths.length - 1) / 2)] ?? 0)) /
      2;
    expect(node.typical?.typicalSeconds).toBeCloseTo(Math.exp(middle), 3);
    expect(node.typical?.basis).toContain(`the last ${String(node.typical?.samples)} good sessions`);
  }
  expect(judged).toBeGreaterThan(20);
});

it('says UNKNOWN where it knows too few', async () => {
  const nodes = await sessions('"vbr-old", "m365", "m365-old", "aws"');
  const verdicts = nodes.flatMap(({ typical }) => typical ?? []);
  expect(verdicts.length).toBeGreaterThan(50);
  for (const { status, samples, ratio } of verdicts) {
    expect(status === 'UNKNOWN').toBe(samples < 8);
    expect(ratio === null).toBe(samples < 8);
  }
});
