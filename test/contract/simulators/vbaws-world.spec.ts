import { startVbAwsSimulator, statusOf } from '../../../src/simulators/vbaws/index.js';
import { VbAwsClient } from './vbaws-client.js';
import { DAY, NOW } from './vbaws-fixtures.js';

describe('the world', () => {
  it('is the same for the same seed and has the sizes asked for', async () => {
    const options = { seed: 7, policies: 25, sessions: 300, now: () => NOW };
    const [one, two] = await Promise.all([startVbAwsSimulator(options), startVbAwsSimulator(options)]);
    expect(one.world.sessions).toEqual(two.world.sessions);
    expect([one.world.policies.length, one.world.sessions.length]).toEqual([25, 300]);
    await Promise.all([one.close(), two.close()]);
  });

  it('has content for a day, a week and a month, every result, and equal start times', async () => {
    const simulator = await startVbAwsSimulator({ now: () => NOW });
    await simulator.close();
    const { sessions } = simulator.world;
    for (const days of [1, 7, 30])
      expect(sessions.filter(({ start }) => start > NOW - days * DAY).length).toBeGreaterThan(days * 20);
    expect(new Set(sessions.map((session) => statusOf(session, NOW)))).toEqual(
      new Set(['Running', 'Succeeded', 'Warning', 'Failed', 'Canceled']),
    );
    expect(new Set(sessions.map(({ start }) => start)).size).toBeLessThan(sessions.length);
  });

  it('shows words no contract knows on demand', async () => {
    const odd = await startVbAwsSimulator({ sessions: 200, oddities: true, now: () => NOW });
    const user = await VbAwsClient.signedIn(odd.url);
    const lists = await Promise.all(
      ['/virtualMachines/policies', '/repositories', '/sessions'].map((path) => user.get(path)),
    );
    expect(lists.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(JSON.stringify(lists)).toMatch(/EverythingTagged.*DeepFreeze.*Undecided/);
    await odd.close();
  });
});
