import { AbandonedCall } from '../../core/errors/source-failure.js';

/** Starts or joins shared work and waits for it as long as this caller's signal lets it; the work itself goes on for the others. */
export async function whileWanted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw callerLeft();
  let leave = (): void => undefined;
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => reject(callerLeft());
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work(), left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function callerLeft(): AbandonedCall {
  return new AbandonedCall('the request ended before the server had signed the gateway in');
}
