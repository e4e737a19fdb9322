import { RULES_FILE, shippedJob, shippedRules } from '../../support/prometheus.js';
import type { Sample } from '../../support/metrics.js';

/** Two looks at a gateway; between them happened what goes on happening, once a minute, while the phase lasts. */
export interface Phase {
  readonly minutes: number;
  readonly from: readonly Sample[];
  readonly to: readonly Sample[];
  /** Prometheus reaches the gateway. */
  readonly isUp: boolean;
  /** Labels of what fires at the end of the phase, by alert. */
  readonly firing: Readonly<Record<string, readonly Labels[]>>;
}

type Labels = Readonly<Record<string, string>>;

/** Added by Prometheus to what it collects. */
export const TARGET = { job: shippedJob(), instance: 'gateway:9464' };
const COUNTER = /_(total|bucket|sum|count)$/;

/** A test for promtool in which a gateway goes through these phases; each is another process of it. */
export function ruleTest(phases: readonly Phase[]): object {
  const rules = shippedRules();
  const isUsed = ({ name }: Sample): boolean => rules.some(({ expr }) => expr.includes(name));
  const samples = phases.flatMap(({ to }) => to.filter(isUsed));
  const names = [...new Set(samples.map(seriesName))];
  let minute = 0;
  const checks = phases.flatMap(({ minutes, firing }) => {
    minute += minutes;
    return rules.map((rule) => ({
      eval_time: `${minute - 1}m`,
      alertname: rule.alert,
      exp_alerts: (firing[rule.alert] ?? []).map((labels) => ({
        exp_labels: { ...labels, ...rule.labels },
        exp_annotations: Object.fromEntries(
          Object.entries(rule.annotations).map(([name, text]) => [name, filledIn(text, labels)]),
        ),
      })),
    }));
  });
  return {
    rule_files: [RULES_FILE],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: [
          ...names.map((series) => ({
            series,
            values: phases.map((phase) => valuesOf(series, phase)).join(' '),
          })),
          // Made by Prometheus itself.
          {
            series: seriesName({ name: 'up', labels: {}, value: 1 }),
            values: phases.map(({ isUp, minutes }) => `${Number(isUp)}x${minutes - 1}`).join(' '),
          },
        ],
        alert_rule_test: checks,
      },
    ],
  };
}

/** In promtool's notation: the value at the start, then once a minute what came in between. */
function valuesOf(series: string, { from, to, minutes }: Phase): string {
  const [before, after] = [from, to].map(
    (samples) => samples.find((sample) => seriesName(sample) === series)?.value,
  );
  if (after === undefined) return `_x${minutes}`;
  const first = before ?? (COUNTER.test(series.split('{')[0] ?? '') ? 0 : after);
  return COUNTER.test(series.split('{')[0] ?? '')
    ? `${first}+${after - first}x${minutes - 1}`
    : `${first} ${after}x${minutes - 2}`;
}

function seriesName({ name, labels }: Sample): string {
  const pairs = Object.entries({ ...labels, ...TARGET }).map(
    ([key, value]) => `${key}=${JSON.stringify(value)}`,
  );
  return `${name}{${pairs.join(',')}}`;
}

function filledIn(text: string, labels: Labels): string {
  return text.replace(
    /\{\{ \$labels\.(\w+) \}\}/g,
    (_place, name: string) => labels[name] ?? `no label ${name}`,
  );
}
