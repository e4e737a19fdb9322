import type { PolicyRecord } from '../model/policy.js';
import type { LatestAnswer } from '../ports/activity.js';
import type { SharedWork, Waiter } from '../upstream/shared-work.js';
import type { SnapshotOrigin } from './snapshot-origin.js';

/** null: there is none. */
export type NewestAnswer = LatestAnswer | null;

type Answers = ReadonlyMap<string, NewestAnswer>;

/** The newest session of each policy of a snapshot, as far as somebody has asked for it. */
export class NewestSessions {
  private readonly answers = new Map<string, NewestAnswer>();
  /** Of how many policies each "unknown" came out; among fewer it is worth another try. */
  private readonly unknownAmong = new Map<string, number>();
  private readonly running = new Map<string, SharedWork<Answers>>();

  constructor(
    private readonly origin: SnapshotOrigin,
    private readonly goodOnly: boolean,
  ) {}

  /** The answers in the order of the policies. What is not known is read by the product's cheapest plan for that many. */
  async find(policies: readonly PolicyRecord[], waiter: Waiter): Promise<NewestAnswer[]> {
    const missing = this.missing(policies);
    const idle = missing.filter(({ nativeId }) => this.runningFor(nativeId) === undefined);
    if (idle.length > 0) this.begin(idle, waiter);
    else waiter.tally.hit();
    const works = new Set(missing.flatMap(({ nativeId }) => this.runningFor(nativeId) ?? []));
    await Promise.all([...works].map((work) => work.join(waiter)));
    return policies.map(({ nativeId }) => this.answers.get(nativeId) ?? null);
  }

  /** Reads what the former one was asked for, of policies that are still there. */
  async renewFrom(
    former: NewestSessions,
    policies: ReadonlyMap<string, PolicyRecord>,
    waiter: Waiter,
  ): Promise<void> {
    const asked = [...former.answers.keys()].flatMap((id) => policies.get(id) ?? []);
    if (asked.length > 0) await this.find(asked, waiter);
  }

  private missing(policies: readonly PolicyRecord[]): readonly PolicyRecord[] {
    const undecided = policies.filter(({ nativeId }) => {
      const answer = this.answers.get(nativeId);
      return answer === undefined || answer === 'unknown';
    });
    const size = undecided.length;
    return undecided.filter(({ nativeId }) => size < (this.unknownAmong.get(nativeId) ?? Infinity));
  }

  private runningFor(nativeId: string): SharedWork<Answers> | undefined {
    const work = this.running.get(nativeId);
    return work?.abandoned ? undefined : work;
  }

  private begin(policies: readonly PolicyRecord[], { tally }: Waiter): void {
    const { goodOnly } = this;
    const ids = policies.map(({ nativeId }) => nativeId);
    const work: SharedWork<Answers> = this.origin.complete(
      {
        name: goodOnly ? 'newest good sessions' : 'newest sessions',
        accepts: (known: Answers) => ids.every((id) => this.tellsMore(known.get(id), id)),
        read: async ({ activity }, scope) => {
          const found = await activity.latest(policies, { goodOnly }, scope);
          const answers = new Map(this.answers);
          for (const id of ids) answers.set(id, found.get(id) ?? null);
          return answers;
        },
      },
      tally,
    );
    for (const id of ids) this.running.set(id, work);
    const end = (): void => {
      for (const id of ids) if (this.running.get(id) === work) this.running.delete(id);
    };
    work.whenDone((answers) => {
      for (const id of ids) this.learn(id, answers.get(id) ?? null, ids.length);
      end();
    }, end);
  }

  private learn(id: string, answer: NewestAnswer, among: number): void {
    this.answers.set(id, answer);
    if (answer === 'unknown') this.unknownAmong.set(id, among);
  }

  private tellsMore(answer: NewestAnswer | undefined, id: string): boolean {
    return answer === 'unknown' ? !this.unknownAmong.has(id) : answer !== undefined;
  }
}
