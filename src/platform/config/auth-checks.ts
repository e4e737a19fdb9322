import { isLoopbackHost } from './addresses.js';
import { checkKeyIds, loadApiKeys } from './api-keys-file.js';
import type { AuthEntry } from './auth-entries.js';
import { keysFilePath } from './build-auth.js';
import type { GatewayEntry } from './config-entries.js';
import { ConfigurationError } from './configuration-error.js';
import { isMapping } from './expectations.js';
import type { ProblemList } from './problem-list.js';

/** What no rule for one key of `auth` can see. `file` is the configuration file. */
export function checkAuth(entry: GatewayEntry, file: string, problems: ProblemList): void {
  const { auth } = entry;
  checkListening(entry, problems);
  if (!isMapping(auth) || !problems.isSound(['auth', 'mode'])) return;
  for (const section of ['apiKey', 'oidc'] as const) checkSection(auth, section, problems);
  if (isMapping(auth.apiKeys) && problems.isSound(['auth', 'apiKeys']))
    checkKeys(auth.apiKeys, file, problems);
  if (isMapping(auth.oidc) && problems.isSound(['auth', 'oidc'])) checkIssuer(auth.oidc, problems);
}

function checkListening({ listen, auth }: GatewayEntry, problems: ProblemList): void {
  const host = listen?.host;
  const path = ['listen', 'host'];
  const isAnybodyServed = !isMapping(auth) || auth.mode === 'none';
  if (!isAnybodyServed || typeof host !== 'string' || isLoopbackHost(host)) return;
  problems.add(
    path,
    `expected a loopback address such as 127.0.0.1, because auth.mode is none, found ${problems.quote(path, host)}`,
  );
}

function checkSection(auth: AuthEntry, mode: 'apiKey' | 'oidc', problems: ProblemList): void {
  const key = mode === 'apiKey' ? 'apiKeys' : 'oidc';
  const isWanted = [auth.mode].flat().includes(mode);
  if (isWanted && !auth[key])
    problems.add(['auth', key], `expected a group of keys, because auth.mode names ${mode}, found nothing`);
  if (!isWanted && auth[key])
    problems.add(['auth', key], `expected nothing here, because auth.mode does not name ${mode}`);
}

function checkKeys(
  { keys, file: named }: NonNullable<AuthEntry['apiKeys']>,
  file: string,
  problems: ProblemList,
): void {
  const path = ['auth', 'apiKeys'];
  if (!keys && named === undefined)
    problems.add(path, 'expected file (the path of a file of keys) or keys (a list), found neither');
  checkKeyIds(keys ?? [], [...path, 'keys'], problems);
  if (named === undefined) return;
  try {
    loadApiKeys(keysFilePath(named, file));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const mistakes = error.problems.map(({ path: place, message, line }) =>
      [line === undefined ? '' : `line ${line}`, place, message].filter(Boolean).join(': '),
    );
    problems.add([...path, 'file'], `${error.file}: ${mistakes.join('; ')}`);
  }
}

function checkIssuer({ issuer }: NonNullable<AuthEntry['oidc']>, problems: ProblemList): void {
  const path = ['auth', 'oidc', 'issuer'];
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (!isSafe || url.search !== '' || url.hash !== '')
    problems.add(
      path,
      `expected an address that begins with https:// and has no "?" and "#", found ${problems.quote(path, issuer)}`,
    );
}
