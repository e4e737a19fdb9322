import type { VbrProgress } from '../model.js';
import type { WireProgress } from '../wire/progress.js';
import { toBytes } from './size.js';

export function toProgress(wire: WireProgress | null): VbrProgress | null {
  if (wire === null) return null;
  return {
    duration: wire.duration,
    processingRate: wire.processingRate,
    bottleneck: wire.bottleneck,
    processed: toBytes(wire.processedSize),
    read: toBytes(wire.readSize),
    transferred: toBytes(wire.transferredSize),
  };
}
