import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isInterfaceType, isObjectType } from 'graphql';
import { parseDuration } from '../../src/core/model/duration.js';
import { freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';

const SESSION = '__typename duration durationSeconds';
const STATS = 'averageDuration averageDurationSeconds p95Duration p95DurationSeconds';
const POINT = 'age ageSeconds objective objectiveSeconds';
const QUERY = `{
  policies(first: 500) { nodes {
    recoveryPoint { ${POINT} }
    ... on VbM365Job { vbM365Schedule { interval intervalSeconds retryWait retryWaitSeconds } }
  } }
  sessions(first: 200) { nodes { ${SESSION} ... on VbAwsSession { executionDuration executionDurationSeconds } } }
  report { sessions(window: { last: "P30D" }, groupBy: [PRODUCT]) { total { ${STATS} } groups { stats { ${STATS} } } } }
}`;

describe('lengths of time as numbers', () => {
  let clock: FrozenClock;
  let fleet: Fleet;

  beforeAll(async () => {
    clock = freezeClock();
    const size = { sessions: 100 };
    fleet = await startFleet({ vbr: size, vbaws: size, vb365: size });
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  it('stand beside every duration of the schema', () => {
    const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
    const lacking = Object.values(schema.getTypeMap()).flatMap((type) => {
      if (!isObjectType(type) && !isInterfaceType(type)) return [];
      const fields = type.getFields();
      return Object.values(fields)
        .filter((field) => getNamedType(field.type).name === 'Duration')
        .filter(({ name }) => String(fields[`${name}Seconds`]?.type) !== 'Float')
        .map(({ name }) => `${type.name}.${name}`);
    });
    expect(lacking).toEqual([]);
  });

  it('say the same, and null where it is null', async () => {
    const { data, errors } = await fleet.gateway.ask(QUERY);
    expect(errors).toEqual([]);
    const seen = new Set<string>();
    for (const object of objectsIn(data))
      for (const [name, value] of Object.entries(object)) {
        const twin = object[`${name}Seconds`];
        if (twin === undefined) continue;
        expect(twin).toEqual(typeof value === 'string' ? (parseDuration(value) ?? Number.NaN) / 1000 : null);
        if (twin !== null) seen.add(name);
      }
    expect([...seen].sort()).toEqual([
      'age',
      'averageDuration',
      'duration',
      'executionDuration',
      'interval',
      'objective',
      'p95Duration',
      'retryWait',
    ]);
  });

  it('are taken for times: milliseconds since 1970 mean the same as the text', async () => {
    const from = NOW - 7 * 86_400_000;
    const query = (value: string): string =>
      `{ sessions(first: 500, filter: { startedAfter: ${value} }) { nodes { id } } }`;
    const byText = await fleet.gateway.ask(query(JSON.stringify(new Date(from).toISOString())));
    const byNumber = await fleet.gateway.ask(query(String(from)));
    expect(byText.errors).toEqual([]);
    expect(objectsIn(byText.data).length).toBeGreaterThan(10);
    expect(byNumber.data).toEqual(byText.data);
    const variable = await fleet.gateway.ask(
      'query ($from: DateTime) { sessions(first: 500, filter: { startedAfter: $from }) { nodes { id } } }',
      { from },
    );
    expect(variable.data).toEqual(byText.data);
  });

  it.each([1.5, 1e18, -1e18])('refuses %d as a time', async (from) => {
    const { errors } = await fleet.gateway.ask(
      'query ($from: DateTime) { sessions(filter: { startedAfter: $from }) { complete } }',
      { from },
    );
    expect(errors[0]?.message).toMatch(/whole number of milliseconds/);
  });
});

/** Every object of an answer, at any depth. */
function objectsIn(value: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Readonly<Record<string, unknown>>;
  return [object, ...Object.values(object).flatMap(objectsIn)];
}
