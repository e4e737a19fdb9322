import type { Output } from '../log.js';
import type { AuditTail } from './audit-tail.js';
import type { AuditSink } from './audit-file.js';

/** Audit lines among what the process writes, for whoever collects that; every process begins a chain of its own. */
export class AuditOutput implements AuditSink {
  constructor(private readonly output: Output) {}

  async ready(): Promise<AuditTail | null> {
    return null;
  }

  async append(text: string): Promise<void> {
    this.output.write(text);
  }

  async hasRoomToSpare(): Promise<boolean> {
    return true;
  }

  async close(): Promise<void> {
    // The process's output is not ours to close.
  }
}
