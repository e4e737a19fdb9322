// node scripts/run.mjs [--development] MODULE [ARGUMENTS]: installs and builds what is missing, then runs the module in this very process,
// so that signals and the exit status are its own. A production install is left as it is, and --development says that more is needed.
import { pathToFileURL } from 'node:url';
import { build, install, isProduction, requireDevelopment } from './setup.mjs';

const [node, , ...words] = process.argv;
const isForDevelopment = words[0] === '--development';
const [module, ...args] = isForDevelopment ? words.slice(1) : words;
if (isForDevelopment) requireDevelopment();
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
