import { setFlagsFromString } from 'node:v8';

// Loading the program makes much short-lived garbage, for which V8 grows its young generation (on Node 24 by up to 96 MiB) and
// keeps it. Held small until the gateway listens, an idle process stays under 200 MiB; under load it grows as usual.
setFlagsFromString('--semi-space-growth-factor=1');
await import('./serve.js');
setFlagsFromString('--semi-space-growth-factor=2');
