/** Packages that tests import. They must be the gateway's own copies where objects of theirs pass between a test and src. */
const PACKAGES = '@nestjs/[\\w-]+|fast-check|fastify|graphql(-\\w+)?|luxon|selfsigned|ws|yaml';

/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/test/host/environment.mjs',
  globalSetup: '<rootDir>/test/host/compile-sources.mjs',
  maxWorkers: '100%',
  // Contexts of finished files are not always collected.
  workerIdleMemoryLimit: '1GB',
  // Whole fleets start in hooks, on machines that may be busy.
  testTimeout: 180_000,
  // Milliseconds that a file may take in all before its worker is ended.
  // What `npm run fuzz` is told comes on top.
  testEnvironmentOptions: { longest: (10 + Number(process.env.FUZZ_MINUTES ?? 0)) * 60_000 },
  roots: ['<rootDir>/test', '<rootDir>/src'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    [`^${import.meta.dirname}/(src|node_modules/(${PACKAGES}))/`]: '<rootDir>/test/host/host-module.mjs',
    '\\.ts$': '@swc/jest',
  },
  transformIgnorePatterns: [],
};
