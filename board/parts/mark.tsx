import type { ComponentChildren, JSX } from 'preact';

export type Tone = 'good' | 'warn' | 'bad' | 'unknown' | 'quiet';

/** Shapes differ, so that colour is never needed to tell them apart. */
const SHAPES: Readonly<Record<Tone, string>> = {
  good: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1m3.6 5-4.2 5-.8.1L4 8.6 5.1 7.5l1.8 1.8L10.5 5z',
  warn: 'M8 1 .5 15h15zm-.9 5h1.8v4.5H7.1zm0 5.5h1.8v1.8H7.1z',
  bad: 'M5 1 1 5v6l4 4h6l4-4V5l-4-4zm.6 3.4L8 6.8l2.4-2.4 1.2 1.2L9.2 8l2.4 2.4-1.2 1.2L8 9.2l-2.4 2.4-1.2-1.2L6.8 8 4.4 5.6z',
  unknown:
    'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1m0 2.6c1.8 0 2.9 1 2.9 2.5 0 1.2-.7 1.7-1.3 2.2-.5.4-.7.6-.7 1.2H7.1c0-1.3.6-1.9 1.2-2.4.5-.4.8-.6.8-1.1S8.700 5.200 8 5.200s-1.200.4-1.300 1.200l-1.700-.2C5.200 4.500 6.400 3.600 8 3.600M7 10.600h2v1.900H7z',
  quiet: 'M3 7h10v2H3z',
};

export function Shape({ tone }: { tone: Tone }): JSX.Element {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[tone]} fill-rule="evenodd" />
    </svg>
  );
}

/** A word with its shape and colour. */
export function Mark({ tone, children }: { tone: Tone; children: ComponentChildren }): JSX.Element {
  return (
    <span class={`mark ${tone}`}>
      <Shape tone={tone} />
      <span>{children}</span>
    </span>
  );
}
