import { SourceFailure } from '../../core/errors/source-failure.js';
import { NEWEST_FIRST } from '../../core/ports/activity.js';
import { CallTally } from '../../core/ports/call-scope.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { Listing } from '../../core/ports/listing.js';
import type { ServerAdapter } from '../../core/ports/server-adapter.js';
import { adviceFor } from './advice.js';
import { SKIPPED, failed, ok, warning } from './diagnosis.js';
import type { Check, Finding } from './diagnosis.js';
import type { Step } from './progress.js';

type ApiFindings = Pick<
  Record<Check, Finding>,
  'signIn' | 'api' | 'version' | 'policies' | 'repositories' | 'sessions'
>;

const NOTHING: ApiFindings = {
  signIn: SKIPPED,
  api: SKIPPED,
  version: SKIPPED,
  policies: SKIPPED,
  repositories: SKIPPED,
  sessions: SKIPPED,
};

/** Signs in, and reads one list of each kind as the gateway would. */
export async function checkApi(adapter: ServerAdapter, step: Step): Promise<ApiFindings> {
  const read = (what: string, list: Reading): Promise<Finding> => {
    step(`its ${what}`);
    return reading(adapter, list);
  };
  try {
    step('its sign-in');
    const facts = await adapter.probe(scopeOf(adapter));
    return {
      signIn: ok(),
      api: ok(facts.apiVersion ?? 'ok'),
      version: facts.productVersion === null ? unreadableVersion() : ok(facts.productVersion),
      policies: await read('policies', async (scope) => countOf(await adapter.inventory.policies(scope))),
      repositories: await read('repositories', async (scope) =>
        countOf(await adapter.inventory.repositories(scope)),
      ),
      sessions: await read('sessions', (scope) => newestSession(adapter, scope)),
    };
  } catch (error) {
    const failure = failureOf(error);
    const finding = failed(failure.message, adviceFor(failure, adapter.server));
    const signIn = failure.code === 'UNAUTHORIZED' || failure.code === 'FORBIDDEN';
    return { ...NOTHING, [signIn ? 'signIn' : 'api']: finding };
  }
}

function unreadableVersion(): Finding {
  return {
    ...ok('unknown'),
    detail: 'the account may not read the version of the product, or it does not tell',
  };
}

type Reading = (scope: CallScope) => Promise<number | string>;

async function reading(adapter: ServerAdapter, list: Reading): Promise<Finding> {
  try {
    const seen = await list(scopeOf(adapter));
    return ok(String(seen));
  } catch (error) {
    const failure = failureOf(error);
    return failure.code === 'UNSUPPORTED'
      ? warning('none', failure.message, adviceFor(failure, adapter.server))
      : failed(failure.message, adviceFor(failure, adapter.server));
  }
}

/** How many there are. Throws what kept one of the lists they are put together from from being read. */
function countOf({ items, missing: [part] }: Listing<unknown>): number {
  if (part === undefined) return items.length;
  throw new SourceFailure(part.code, `${part.message} (${part.list})`, {
    ...(part.upstreamStatus !== null && { upstreamStatus: part.upstreamStatus }),
  });
}

/** Reads one page of the first list of sessions. */
async function newestSession(adapter: ServerAdapter, scope: CallScope): Promise<string> {
  const [stream] = adapter.activity.open({ criteria: {}, order: NEWEST_FIRST, expectedRows: 1 }, scope);
  if (!stream) return 'none';
  for await (const page of stream.pages()) return page.items.length > 0 ? 'ok' : 'none';
  return 'none';
}

function scopeOf({ server }: ServerAdapter): CallScope {
  return { signal: AbortSignal.timeout(server.timeout), tally: new CallTally() };
}

function failureOf(error: unknown): SourceFailure {
  if (error instanceof SourceFailure) return error;
  throw error;
}
