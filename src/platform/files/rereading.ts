import type { LoggerService } from '@nestjs/common';

export interface RereadingWords {
  /** That what was read before stays. */
  readonly kept: string;
  /** That a mistake is gone. */
  readonly mended: string;
  /** What is wrong, without a secret. */
  readonly reasonOf: (error: unknown) => string;
}

/** Reads something again while the process runs: what is wrong changes nothing and is logged, and so is that it was put right. */
export class Rereading {
  private isWrong = false;

  constructor(
    private readonly logger: LoggerService,
    private readonly words: RereadingWords,
  ) {}

  /** Reads and takes what was read; whatever that throws ends here. */
  attempt(readAndTake: () => void): void {
    try {
      readAndTake();
    } catch (error) {
      this.isWrong = true;
      this.logger.error(`${this.words.kept}: ${this.words.reasonOf(error)}`);
      return;
    }
    if (this.isWrong) this.logger.log(this.words.mended);
    this.isWrong = false;
  }
}
