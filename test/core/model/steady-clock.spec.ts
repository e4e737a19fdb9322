import { steadyClock } from '../../../src/core/model/steady-clock.js';

let wall: number;
let elapsed: number;
let clock: () => number;

beforeEach(() => {
  wall = Date.parse('2026-03-18T10:30:00Z');
  elapsed = 77;
  clock = steadyClock(
    () => wall,
    () => elapsed,
  );
});

function pass(milliseconds: number): void {
  wall += milliseconds;
  elapsed += milliseconds;
}

it('moves on with time', () => {
  const start = clock();
  pass(1_000);
  expect(clock() - start).toBe(1_000);
});

it('moves on when the clock on the wall is put back', () => {
  const start = clock();
  pass(1_000);
  wall -= 3_600_000;
  expect(clock() - start).toBe(1_000);
  pass(500);
  expect(clock() - start).toBe(1_500);
});

it('counts the time that a machine slept', () => {
  const start = clock();
  wall += 60_000;
  expect(clock() - start).toBe(60_000);
});

it('never goes back, whatever the clock on the wall does', () => {
  let before = clock();
  for (const jump of [-5, 3, -3_600_000, 0, 7_200_000, -1]) {
    wall += jump;
    elapsed += 1;
    const now = clock();
    expect(now).toBeGreaterThan(before);
    before = now;
  }
});
