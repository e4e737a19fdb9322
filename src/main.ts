import { setFlagsFromString } from 'node:v8';
import { optionsOrExit } from './cli/command-line.js';
import { configurationOrExit } from './configuration-or-exit.js';

optionsOrExit(
  `usage: npm start

Runs the gateway over the servers in gateway.yaml, or in the file named by GATEWAY_CONFIG (docs/configuration.md).
SIGTERM and SIGINT end it in order; SIGHUP reads the list of servers again.

Exit status: 0 ended as told, 1 it could not start, 78 the configuration is wrong.
`,
  {},
);

// A mistake is told at once: loading the program takes most of the time of a start.
configurationOrExit();

// Loading the program makes much short-lived garbage, for which V8 grows its young generation (on Node 24 by up to 96 MiB) and
// keeps it. Held small until the gateway listens, an idle process stays under 200 MiB; under load it grows as usual.
setFlagsFromString('--semi-space-growth-factor=1');
await import('./serve.js');
setFlagsFromString('--semi-space-growth-factor=2');
