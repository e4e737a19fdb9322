import { SourceFailure } from '../errors/source-failure.js';
import { MOST_SAMPLES, typicalVerdict } from '../history/typical.js';
import type { RunSize, TypicalVerdict } from '../history/typical.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import { GOOD_RESULTS } from '../model/session.js';
import type { SessionRecord } from '../model/session.js';
import type { ServerReader } from './server-reader.js';

const DAY: Milliseconds = 86_400_000;
/** Sessions that began within one such stretch are judged by one walk. */
const STRETCH = 30 * DAY;
const LOOK_BACK = 90 * DAY;
const SAMPLE_BYTES = 200;

interface Sample extends RunSize {
  readonly start: Instant;
}

/** By policy, type of work and algorithm; oldest first. */
type Samples = ReadonlyMap<string, readonly Sample[]>;

/** How a session compares with the good ones of its policy before it; null: no policy started it. */
export async function typicalOf(
  reader: ServerReader,
  session: SessionRecord,
): Promise<TypicalVerdict | null> {
  try {
    const policyId = await reader.details.policyIdOf(session);
    if (policyId === null) return null;
    const samples = await samplesAbout(reader, session.startTime);
    const before = (samples.get(keyOf(reader, session, policyId)) ?? []).filter(
      ({ start }) => start < session.startTime,
    );
    const end = session.endTime ?? (session.state === 'FINISHED' ? null : reader.now());
    if (end === null) return typicalVerdict({ duration: 0, transferred: null }, [], true);
    const own = { duration: end - session.startTime, transferred: workOf(reader, session).transferred };
    return typicalVerdict(own, before.slice(-MOST_SAMPLES), session.endTime !== null);
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    reader.noteFailure();
    return typicalVerdict({ duration: 0, transferred: null }, [], true);
  }
}

function samplesAbout(reader: ServerReader, start: Instant): Promise<Samples> {
  const stretch = Math.floor(start / STRETCH) * STRETCH;
  return reader.once(`good sessions about ${String(stretch)}`, async () => {
    const found = new Map<string, Sample[]>();
    await reader.scanner.scan({
      reader,
      criteria: {
        startedAfter: stretch - LOOK_BACK,
        startedBefore: stretch + STRETCH,
        results: GOOD_RESULTS,
      },
      needsPolicies: true,
      visit: (session) => {
        const { policyId, endTime, startTime } = session;
        if (policyId == null || endTime === null || session.partOfRun) return;
        reader.budget.hold(SAMPLE_BYTES);
        const key = keyOf(reader, session, policyId);
        const { transferred } = workOf(reader, session);
        const sample = { start: startTime, duration: endTime - startTime, transferred };
        const known = found.get(key);
        if (known === undefined) found.set(key, [sample]);
        else known.push(sample);
      },
    });
    for (const samples of found.values()) samples.sort((a, b) => a.start - b.start);
    return found;
  });
}

function keyOf(reader: ServerReader, session: SessionRecord, policyId: string): string {
  return JSON.stringify([policyId, session.nativeType, workOf(reader, session).algorithm]);
}

function workOf({ member }: ServerReader, session: SessionRecord) {
  return member.adapter.activity.workOf?.(session) ?? { algorithm: null, transferred: null };
}
