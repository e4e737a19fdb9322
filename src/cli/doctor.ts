import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { loadConfig } from '../platform/config/load-config.js';
import { adapterFactories } from './adapter-factories.js';
import { runDoctor } from './doctor/run-doctor.js';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

process.exitCode = await runDoctor({
  load: loadConfig,
  factories: await adapterFactories(),
  json: values.json,
  write: (text) => process.stdout.write(text),
});
