import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseConfig } from '../../src/platform/config/parse-config.js';
import { PASSWORD_VARIABLE, gatewayYaml } from '../../src/simulators/fleet/gateway-yaml.js';
import { UsageError, readOptions } from '../../src/simulators/fleet/options.js';
import { planFleet } from '../../src/simulators/fleet/plan.js';
import { startFleet } from '../../src/simulators/fleet/start-fleet.js';
import type { FleetOptions } from '../../src/simulators/fleet/start-fleet.js';

const SMALL: FleetOptions = {
  servers: 5,
  down: 1,
  seed: 1,
  policies: 2,
  sessions: 5,
  port: 0,
  username: 'svc-gateway',
  password: 'secret-of-the-test',
};

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

describe('a simulated fleet', () => {
  it('comes with a configuration that the gateway accepts, and with the servers it names', async () => {
    const fleet = await startFleet(SMALL);
    try {
      const yaml = gatewayYaml(fleet.members, SMALL.username);
      const config = parseConfig(yaml, {
        file: '/gateway.yaml',
        env: { [PASSWORD_VARIABLE]: SMALL.password },
      });
      expect(config.warnings).toEqual([]);
      expect(config.servers.map(({ product }) => product)).toEqual([
        'VBR',
        'VB_AWS',
        'VB_M365',
        'VBR',
        'VB_M365',
      ]);
      expect(config.servers.map(({ key }) => key)).toEqual(fleet.members.map(({ server }) => server.key));
      expect(await Promise.all(fleet.members.map(({ url }) => answers(url)))).toEqual([
        true,
        true,
        true,
        true,
        false,
      ]);
      expect(yaml).not.toContain(SMALL.password);
    } finally {
      await fleet.close();
    }
  });

  it('gives every server of a large fleet a key of its own', async () => {
    const fleet = await startFleet({ ...SMALL, servers: 60, down: 60 });
    expect(new Set(fleet.members.map(({ server }) => server.key)).size).toBe(60);
  });

  it('is the one that deploy/simulators/gateway.yaml describes, when nothing else is asked for', () => {
    const options = readOptions([], {});
    const members = planFleet(options).map((server, index) => ({
      server,
      url: `http://127.0.0.1:${options.port + index}`,
    }));
    const committed = readFileSync(new URL('../../deploy/simulators/gateway.yaml', import.meta.url), 'utf8');
    expect(parse(committed)).toEqual(parse(gatewayYaml(members, options.username)));
  });

  it('leaves nothing running when a port is taken', async () => {
    const first = await startFleet({ ...SMALL, servers: 1, down: 0 });
    const taken = Number(new URL(first.members[0]?.url ?? '').port);
    const before = await answers(`http://127.0.0.1:${taken - 1}`);
    await expect(startFleet({ ...SMALL, servers: 2, down: 0, port: taken - 1 })).rejects.toThrow(
      /EADDRINUSE/,
    );
    expect(await answers(`http://127.0.0.1:${taken - 1}`)).toBe(before);
    await first.close();
  });
});

describe('the command line of the simulators', () => {
  it('has a default for everything', () => {
    expect(readOptions([], {})).toEqual({
      servers: 7,
      policies: 40,
      sessions: 2000,
      down: 1,
      port: 9401,
      seed: 1,
      username: 'svc-gateway',
      password: 'simulated',
      config: undefined,
      help: false,
    });
  });

  it('takes the password from the environment', () => {
    expect(readOptions([], { [PASSWORD_VARIABLE]: 'other' }).password).toBe('other');
  });

  it.each([
    [['--servers', '0'], '--servers: expected a whole number from 1 to 500, found "0"'],
    [['--policies', 'many'], '--policies: expected a whole number from 0 to 100000, found "many"'],
    [['--servers', '3', '--down', '4'], '--down: expected at most 3 (--servers), found 4'],
    [['--port', '65530'], '--port: expected room for 7 ports below 65536, found 65530'],
    [['--server', '3'], "Unknown option '--server'"],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args, {})).toThrow(UsageError);
    expect(() => readOptions(args, {})).toThrow(message);
  });
});
