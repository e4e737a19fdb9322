import type { Clock } from '../../core/model/instant.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import { SKIPPED, ok, warning } from './diagnosis.js';
import type { Finding } from './diagnosis.js';

const TOLERATED_SECONDS = 60;
/** The header has whole seconds, cut off. */
const HALF_SECOND = 500;
const EVERY_STATUS = Array.from({ length: 400 }, (_, index) => 200 + index);

/** Compares the server's Date header with our clock; no finding where it sends none. */
export async function checkClock(http: UpstreamSender, scope: CallScope, clock: Clock): Promise<Finding> {
  try {
    const { headers } = await http.send({ path: '/', accept: EVERY_STATUS }, scope);
    const theirs = Date.parse(headers['date'] ?? '');
    return Number.isNaN(theirs) ? SKIPPED : judge(Math.round((theirs + HALF_SECOND - clock()) / 1000));
  } catch {
    return SKIPPED;
  }
}

function judge(seconds: number): Finding {
  const summary = `${seconds > 0 ? '+' : ''}${seconds} s`;
  if (Math.abs(seconds) <= TOLERATED_SECONDS) return ok(summary);
  return warning(
    summary,
    `the server's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine's`,
    'set both clocks by the same time service: "the last 24 hours" is counted by this machine',
  );
}
