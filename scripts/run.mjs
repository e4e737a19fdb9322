// node scripts/run.mjs MODULE [ARGUMENTS]: installs and builds what is missing, then runs the module in this very process,
// so that signals and the exit status are its own. A production install is left as it is.
import { pathToFileURL } from 'node:url';
import { build, install, isProduction } from './setup.mjs';

const [node, , module, ...args] = process.argv;
if (!isProduction()) {
  install();
  build();
}
endWithParent();
process.argv = [node, module, ...args];
await import(pathToFileURL(module).href);

/** npm and its shell, when they are told to end, do not tell the process they run. */
function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}
