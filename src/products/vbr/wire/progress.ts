import { anyText, bytes, number, object } from '../../../platform/products-kit/values.js';

/** How far a session, a task or a job's last session is, and how fast it went. */
export interface WireProgress {
  /** "HH:MM:SS" or "D.HH:MM:SS". */
  readonly duration: string | null;
  /** A localised text such as "131,9 MB"; never a number. */
  readonly processingRate: string | null;
  readonly bottleneck: string | null;
  /** Sizes are bytes. */
  readonly processedSize: number | null;
  readonly readSize: number | null;
  readonly transferredSize: number | null;
  readonly progressPercent: number | null;
}

export function readProgress(value: unknown): WireProgress | null {
  const row = object(value);
  if (row === undefined) return null;
  return {
    duration: anyText(row['duration']),
    processingRate: anyText(row['processingRate']),
    bottleneck: anyText(row['bottleneck']),
    processedSize: bytes(row['processedSize']),
    readSize: bytes(row['readSize']),
    // The second spelling is the one live servers and the vendor's samples use in places.
    transferredSize: bytes(row['transferredSize']) ?? bytes(row['transferedSize']),
    progressPercent: number(row['progressPercent']),
  };
}
