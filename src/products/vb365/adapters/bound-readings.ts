import type { Instant } from '../../../core/model/instant.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { Vb365Client } from '../client.js';
import { LARGEST_PAGE } from '../../../platform/products-kit/lists/page-sizes.js';
import { readRows } from '../../../platform/products-kit/values.js';
import type { JobSessionRow } from '../wire/session.js';
import { readJobSession } from '../wire/session.js';
import { instantText } from '../../../core/model/instant-text.js';
import type { BoundReading } from './session-window.js';
import { SLACK } from './session-window.js';

const SAMPLE_ROWS = 100;
const SHORTEST_SAMPLE = 10 * SLACK;

interface Sample {
  readonly jobId: string;
  readonly start: Instant;
  readonly end: Instant;
}

/**
 * Finds out once what a server compares its time bounds with: a bound laid between the start and the end of a session that is
 * over lets it pass when ends are compared, and not when creations are.
 */
export class BoundReadings {
  private measured: BoundReading | undefined;
  private sample: Sample | undefined;

  constructor(private readonly client: Vb365Client) {}

  /** Looks for a session to measure with among rows that were read anyway. */
  learn(rows: readonly JobSessionRow[]): void {
    if (this.measured !== undefined) return;
    for (const row of rows) {
      const sample = sampleOf(row);
      if (sample && sample.start > (this.sample?.start ?? 0)) this.sample = sample;
    }
  }

  /** One call, or two when no session was seen yet; none once it is known. "unknown": there was nothing to measure with. */
  async reading(scope: CallScope): Promise<BoundReading> {
    if (this.measured !== undefined) return this.measured;
    if (this.sample === undefined) this.learn(await this.rows({}, SAMPLE_ROWS, scope));
    if (this.sample === undefined) return 'unknown';
    const reading = await this.measure(this.sample, scope);
    if (reading !== 'unknown') this.measured = reading;
    return reading;
  }

  private async measure({ jobId, start, end }: Sample, scope: CallScope): Promise<BoundReading> {
    const bound = (start + end) / 2;
    const rows = await this.rows({ jobId, endTimeLowerBound: instantText(bound) }, LARGEST_PAGE, scope);
    if (rows.some(({ creationTime }) => creationTime < bound - SLACK)) return 'end';
    return rows.length < LARGEST_PAGE ? 'creation' : 'unknown';
  }

  private async rows(
    query: Readonly<Record<string, string>>,
    limit: number,
    scope: CallScope,
  ): Promise<readonly JobSessionRow[]> {
    for await (const { rows: values } of this.client.pages({ path: '/JobSessions', query, limit }, scope))
      return readRows(values, readJobSession).rows;
    return [];
  }
}

/** The filter by job is documented for backup jobs only. */
function sampleOf({ jobId, jobType, creationTime, endTime }: JobSessionRow): Sample | undefined {
  const isUsable = jobId !== null && jobType?.toLowerCase() !== 'copy';
  if (!isUsable || endTime === null || endTime - creationTime < SHORTEST_SAMPLE) return undefined;
  return { jobId, start: creationTime, end: endTime };
}
