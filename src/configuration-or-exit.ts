import { CONFIGURATION_EXIT_STATUS, ConfigurationError } from './platform/config/configuration-error.js';
import type { GatewayConfig } from './platform/config/gateway-config.js';
import { loadConfig } from './platform/config/load-config.js';

/** Where the configuration is wrong, says so on the error output and ends the process. */
export function configurationOrExit(): GatewayConfig {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.format()}\n`);
    process.exit(CONFIGURATION_EXIT_STATUS);
  }
}
