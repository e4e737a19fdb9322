// node scripts/run.mjs MODULE [ARGUMENTS]: installs and builds what is missing, then runs the module in this very process,
// so that signals and the exit status are its own.
import { pathToFileURL } from 'node:url';
import { build, install } from './setup.mjs';

const [node, , module, ...args] = process.argv;
install();
build();
process.argv = [node, module, ...args];
await import(pathToFileURL(module).href);
