import 'reflect-metadata';
import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';
import { Watch } from './watch.mjs';

/** Classes that src and the tests compare with, and the clock that tests stop: the same on both sides. */
const SHARED = { Date, Error, TypeError, RangeError, AggregateError, Map, Set };
const { now } = Date;
const { uptime } = process;

let watch;

/**
 * Runs each test file in a context of its own, as Jest does, but lets it import src and packages from the process around it, which has them
 * once for all files it runs. In Jest's own way every file loads, compiles and warms up the whole gateway anew.
 */
export default class HostEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, SHARED);
    this.global.requireFromHost = createRequire(import.meta.url);
    this.global.process.env = process.env;
    // Jest gives each file a copy of the process; what src sees is this one.
    this.global.hostProcess = process;
    watch ??= new Watch(config.projectConfig.testEnvironmentOptions.longest);
    watch.file(context.testPath);
  }

  handleTestEvent({ name, test, hook }) {
    if (name === 'test_fn_start') watch.test(test.name);
    if (name === 'hook_start') watch.test(hook.type);
  }

  async teardown() {
    Date.now = now;
    process.uptime = uptime;
    await super.teardown();
    watch.file(null);
  }
}
