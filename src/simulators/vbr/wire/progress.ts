import { stateAt } from '../world/session-state.js';
import type { SessionRecord } from '../world/session-table.js';
import { jobOf } from '../world/tasks.js';
import type { TaskRecord } from '../world/tasks.js';
import { since } from '../revisions.js';
import type { Json, View } from './view.js';

interface Sizes {
  processed: number;
  read: number;
  transferred: number;
}

/** Progress of a whole session, told from the size of its job. */
export function sessionProgress(view: View, session: SessionRecord): Json {
  const { percent, endTime } = stateAt(session, view.now);
  const size = jobOf(view.world, session)?.objects.reduce((sum, object) => sum + object.size, 0) ?? 0;
  const processed = Math.round((size * (percent ?? 0)) / 100);
  const read = Math.round(processed * (session.full ? 0.8 : 0.05));
  return {
    ...progress(session.creationTime, endTime ?? view.now, {
      processed,
      read,
      transferred: Math.round(read * 0.45),
    }),
    progressPercent: percent,
  };
}

export function taskProgress(view: View, task: TaskRecord): Json {
  const end = Math.min(task.endTime, view.now);
  const share = (end - task.creationTime) / Math.max(1, task.endTime - task.creationTime);
  return {
    ...progress(task.creationTime, end, {
      processed: Math.round(task.object.size * share),
      read: Math.round(task.readSize * share),
      transferred: Math.round(task.transferredSize * share),
    }),
    ...(since(view.revision, '1.3-rev0') && { progressPercent: Math.floor(share * 100) }),
  };
}

function progress(start: number, end: number, sizes: Sizes): Json {
  const seconds = Math.max(0, Math.floor((end - start) / 1000));
  return {
    duration: timeSpan(seconds),
    processingRate: seconds === 0 || sizes.read === 0 ? 'N/A' : rate(sizes.read / seconds),
    bottleneck: seconds === 0 ? 'NotDefined' : 'Source',
    processedSize: sizes.processed,
    readSize: sizes.read,
    transferredSize: sizes.transferred,
  };
}

/** `HH:MM:SS`, or `D.HH:MM:SS` beyond a day. */
function timeSpan(seconds: number): string {
  const pad = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const clock = `${pad((seconds % 86_400) / 3600)}:${pad((seconds % 3600) / 60)}:${pad(seconds % 60)}`;
  return days > 0 ? `${days}.${clock}` : clock;
}

/** A rate as the server words it for people, with a decimal comma as on a German server. */
function rate(bytesPerSecond: number): string {
  const megabytes = bytesPerSecond / 1024 ** 2;
  const [value, unit] = megabytes >= 1024 ? [megabytes / 1024, 'GB/s'] : [megabytes, 'MB/s'];
  return `${value.toFixed(1).replace('.', ',')} ${unit}`;
}
