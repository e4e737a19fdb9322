import { plainToInstance } from 'class-transformer';
import { buildTrustedDocuments } from './access-config.js';
import { checkAuth } from './auth-checks.js';
import { buildConfig } from './build-config.js';
import { GatewayEntry } from './config-entries.js';
import { ConfigurationError } from './configuration-error.js';
import { crossCheck, itemsOf } from './cross-checks.js';
import { checkEntry } from './entry-problems.js';
import { isMapping } from './expectations.js';
import type { GatewayConfig } from './gateway-config.js';
import { checkListenTls } from './listen-tls.js';
import { ProblemList } from './problem-list.js';
import { resolveReferences } from './references.js';
import type { ReferenceContext } from './references.js';
import type { TlsTrust } from './server-connection.js';
import { readTrust } from './tls-trust.js';
import { YamlSource } from './yaml-source.js';

/**
 * Reads a configuration from YAML (or JSON) text. `file` is where the text stands: for messages, and because relative
 * paths in it are relative to its folder. Throws ConfigurationError with every mistake.
 */
export function parseConfig(text: string, context: ReferenceContext): GatewayConfig {
  const source = new YamlSource(text);
  if (source.mistakes.length > 0)
    throw new ConfigurationError(
      context.file,
      source.mistakes.map((mistake) => ({ path: '', ...mistake })),
    );
  const problems = new ProblemList((path) => source.lineOf(path));
  const value = resolveReferences(source.toPlain(), context, problems);
  if (!isMapping(value))
    throw new ConfigurationError(context.file, [
      { path: '', message: 'expected keys such as "servers:", found none' },
    ]);
  const entry = plainToInstance(GatewayEntry, value);
  checkEntry(entry, problems);
  checkAuth(entry, context.file, problems);
  crossCheck(entry, problems);
  buildTrustedDocuments(entry.trustedDocuments, context.file, problems);
  if (entry.listen?.tls) checkListenTls(entry.listen.tls, context.file, problems);
  const trust = trustOf(entry, context.file, problems);
  const found = problems.inOrder();
  if (found.length > 0) throw new ConfigurationError(context.file, found);
  return buildConfig(entry, trust, context.file);
}

/** By position of the server. */
function trustOf(entry: GatewayEntry, file: string, problems: ProblemList): ReadonlyMap<number, TlsTrust> {
  const trust = new Map<number, TlsTrust>();
  for (const [index, { tls }] of itemsOf(entry.servers))
    if (isMapping(tls)) trust.set(index, readTrust(tls, ['servers', index, 'tls'], file, problems));
  return trust;
}
