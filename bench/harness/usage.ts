/** What a process has used since it started. */
export interface Usage {
  /** User and system time, ms. */
  readonly cpu: number;
  /** Resident bytes now, and at most so far. */
  readonly memory: number;
  readonly peakMemory: number;
  /** HTTP requests it was asked. */
  readonly served: number;
  /** The most processor time that one turn of its event loop took since it was last asked, ms. */
  readonly longestHold: number;
}
