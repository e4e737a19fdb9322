import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { createApp } from './create-app.js';
import { CONFIGURATION_EXIT_STATUS, ConfigurationError } from './platform/config/configuration-error.js';
import type { GatewayConfig } from './platform/config/gateway-config.js';
import { loadConfig } from './platform/config/load-config.js';

function configurationOrExit(): GatewayConfig {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.format()}\n`);
    process.exit(CONFIGURATION_EXIT_STATUS);
  }
}

const config = configurationOrExit();
const logger = new Logger('Gateway');
const app = await createApp(config);
for (const warning of config.warnings) logger.warn(warning);
await app.listen(config.listen.port, config.listen.host);
logger.log(`${config.servers.length} servers behind ${await app.getUrl()}/graphql`);
