export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** What /metrics of a gateway says, from the address of its GraphQL endpoint. */
export async function scrape(url: string): Promise<Sample[]> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  return samplesOf(text);
}

export function samplesOf(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
      return {
        name,
        labels: Object.fromEntries(pairs.map(([, key, text]) => [String(key), String(text)])),
        value: Number(value),
      };
    });
}

/** The sum of the samples of a name with these labels; undefined: there is none. */
export function total(
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
}
