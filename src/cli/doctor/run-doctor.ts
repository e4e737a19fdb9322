import type { Clock } from '../../core/model/instant.js';
import type { Product } from '../../core/model/server.js';
import { CONFIGURATION_EXIT_STATUS, ConfigurationError } from '../../platform/config/configuration-error.js';
import type { GatewayConfig } from '../../platform/config/gateway-config.js';
import type { AdapterFactory } from '../../platform/products-kit/adapter-factory.js';
import { examineServer } from './examine-server.js';
import { DoctorProgress } from './progress.js';
import { formatJson, formatText } from './report.js';

export interface DoctorOptions {
  /** Throws ConfigurationError for a wrong configuration. */
  readonly load: () => GatewayConfig;
  readonly factories: readonly AdapterFactory[];
  readonly json: boolean;
  /** What is printed, line break included. */
  readonly write: (text: string) => void;
  /** Told line by line which servers keep it waiting; not part of the result. */
  readonly tell?: (line: string) => void;
  readonly clock?: Clock;
}

/** Tries every configured server and prints how it went. The exit status: 0 all work, 1 some do not, 78 wrong configuration. */
export async function runDoctor(options: DoctorOptions): Promise<number> {
  const config = read(options);
  if (!config) return CONFIGURATION_EXIT_STATUS;
  const clock = options.clock ?? Date.now;
  const progress = new DoctorProgress(options.tell ?? (() => undefined));
  const diagnoses = await Promise.all(
    config.connections.map((connection) =>
      progress.during(connection.server, (step) =>
        examineServer(connection, factoryOf(connection.server.product, options.factories), clock, step),
      ),
    ),
  );
  progress.stop();
  const format = options.json ? formatJson : formatText;
  options.write(`${format(diagnoses, config.warnings)}\n`);
  return diagnoses.every(({ works }) => works) ? 0 : 1;
}

function read({ load, json, write }: DoctorOptions): GatewayConfig | undefined {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const { file, problems } = error;
    write(`${json ? JSON.stringify({ works: false, file, problems }, null, 2) : error.format()}\n`);
    return undefined;
  }
}

function factoryOf(product: Product, factories: readonly AdapterFactory[]): AdapterFactory {
  const factory = factories.find((candidate) => candidate.product === product);
  if (!factory) throw new RangeError(`no module serves ${product}`);
  return factory;
}
