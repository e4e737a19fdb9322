import 'reflect-metadata';
import { loadConfig } from '../platform/config/load-config.js';
import { UpstreamHttpFactory } from '../platform/http/upstream-http.module.js';
import { PRODUCTS } from '../products/index.js';
import { endWithReader, optionsOrExit } from './command-line.js';
import { runDoctor } from './doctor/run-doctor.js';

const USAGE = `usage: npm run doctor -- [--json]

Reads gateway.yaml, or the file named by GATEWAY_CONFIG, tries every server in it, and prints a table of what works and what to do
about what does not. While a server keeps it waiting it says so on the error output.

  --json   prints the same for programs
  --help   prints this

Exit status: 0 all servers work, 1 some do not, 78 the configuration is wrong.
`;

endWithReader();
const { json } = optionsOrExit(USAGE, { json: { type: 'boolean', default: false } });
const https = new UpstreamHttpFactory();

process.exitCode = await runDoctor({
  load: loadConfig,
  factories: PRODUCTS.map(({ factory: Factory }) => new Factory(https)),
  json,
  write: (text) => process.stdout.write(text),
  tell: (line) => process.stderr.write(`${line}\n`),
});
