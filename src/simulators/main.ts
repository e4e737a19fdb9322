import { writeFileSync } from 'node:fs';
import { PASSWORD_VARIABLE, gatewayYaml } from './fleet/gateway-yaml.js';
import { HELP, UsageError, readOptions } from './fleet/options.js';
import type { SimulatorOptions } from './fleet/options.js';
import { startFleet } from './fleet/start-fleet.js';

const USAGE_EXIT_STATUS = 64;

function optionsOrExit(): SimulatorOptions {
  try {
    return readOptions(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${HELP}`);
    process.exit(USAGE_EXIT_STATUS);
  }
}

const options = optionsOrExit();
if (options.help) {
  process.stdout.write(HELP);
} else {
  const fleet = await startFleet(options);
  const yaml = gatewayYaml(fleet.members, options.username);
  if (options.config === undefined) process.stdout.write(yaml);
  else writeFileSync(options.config, yaml);
  process.stderr.write(
    `${fleet.members.length} simulated servers, ${options.down} of them down. ` +
      `Their password is the value of ${PASSWORD_VARIABLE}, or "simulated". Ctrl-C stops them.\n`,
  );

  const stop = (): void => void fleet.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // Started by another process (the demo), it tells when it is ready and never outlives it.
  process.once('disconnect', stop);
  process.send?.('ready');
}
