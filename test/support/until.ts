import { setTimeout as delay } from 'node:timers/promises';

/** Less than a test may take, so that the test fails with what is told. */
const LONGEST = 150_000;

/** Waits until it holds, however busy the machine is. Fails with what is `told` when it does not come about. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  told: () => string = () => '',
): Promise<void> {
  const end = performance.now() + LONGEST;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it did not come about\n${told()}`);
    await delay(5);
  }
}
