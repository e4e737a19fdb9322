import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { configurationOrExit } from './configuration-or-exit.js';
import { createApp } from './create-app.js';
import { endOnSignal, Ending } from './ending.js';
import { FleetModule } from './fleet.module.js';
import { holdLastLine } from './last-line.js';
import { CONFIGURATION_EXIT_STATUS, ConfigurationError } from './platform/config/configuration-error.js';
import type { GatewayConfig } from './platform/config/gateway-config.js';
import { ConfigWatch } from './platform/config/config-watch.js';
import { configFile, loadConfig } from './platform/config/load-config.js';
import { HistoryRefused } from './platform/history/history-refused.js';
import { Observability } from './platform/observability/observability.js';

function exitForConfiguration(error: ConfigurationError): never {
  process.stderr.write(`${error.format()}\n`);
  process.exit(CONFIGURATION_EXIT_STATUS);
}

function historyMistake({ setting, message }: HistoryRefused): ConfigurationError {
  return new ConfigurationError(configFile(), [{ path: setting, message }]);
}

async function listenOrExit(
  app: NestFastifyApplication,
  { host, port }: GatewayConfig['listen'],
): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    logger.fatal(`cannot listen on ${host}, port ${port}: ${String(error)}`);
    await app.close();
    process.exit(1);
  }
}

const watch = new ConfigWatch(configFile(), loadConfig);
const config = configurationOrExit();
const logger = new Logger('Gateway');
const app = await createApp(config).catch((error: unknown) => {
  if (error instanceof HistoryRefused) exitForConfiguration(historyMistake(error));
  logger.fatal(`cannot start: ${String(error)}`);
  process.exit(1);
});
const ending = new Ending(app, config.shutdown, logger);
endOnSignal(ending, logger);
holdLastLine((origin) => app.get(Observability).unhandled(origin), ending, logger);
const told = new Set<string>();
warn(config);
await listenOrExit(app, config.listen);
logger.log(`${config.servers.length} servers behind ${await app.getUrl()}/graphql`);
watch.start((next) => {
  app.get(FleetModule).reload(next);
  warn(next);
});

/** Once each. */
function warn({ warnings }: GatewayConfig): void {
  for (const warning of warnings.filter((one) => !told.has(one))) logger.warn(warning);
  warnings.forEach((one) => told.add(one));
}
