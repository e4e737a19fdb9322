import { Log } from '../../src/platform/observability/log.js';
import { NestLog } from '../../src/platform/observability/nest-log.js';
import { LogLines } from '../support/log-lines.js';

const SECRET = 's3cr3t-Value.of_any-Kind';

let lines: LogLines;
let log: Log;

beforeEach(() => {
  lines = new LogLines();
  log = Log.to(lines, 'info');
});

it.each([
  `sent Authorization: Bearer ${SECRET}`,
  `{"password":"${SECRET}"}`,
  `{\\"access_token\\":\\"${SECRET}\\"}`,
  `grant_type=password&username=svc&password=${SECRET}&x=1`,
  `refresh_token: '${SECRET}'`,
  `https://svc:${SECRET}@vbr.example.org:9419`,
  `vgw_abc_${SECRET}`.replaceAll('.', '_'),
])('a line that holds %s does not show it', (text) => {
  log.warn(text, { text, deep: [{ text }], error: new Error(text) });
  new NestLog(log).error(text, 'stack', 'Context');
  expect(lines.all()).toHaveLength(2);
  expect(lines.raw()).not.toMatch(/s3cr3t/);
});

it.each([
  'password',
  'userPassword',
  'refreshToken',
  'client_secret',
  'authorization',
  'passphrase',
  'apiKey',
])('the value of a field named %s is not shown', (name) => {
  log.with({ [name]: SECRET }).info('line', { deep: { [name]: SECRET, count: 1 } });
  expect(lines.raw()).not.toContain(SECRET);
  expect(lines.all()).toMatchObject([{ deep: { count: 1 } }]);
});

it('plain words stay as they are', () => {
  const text =
    'the sign-in: basic auth, a bearer of news, no password given; see https://vbr.example.org:9419/a@b';
  log.info(text);
  expect(lines.all()).toMatchObject([{ level: 'info', msg: text }]);
});

it('what is below the level is not written, and circles and depth end somewhere', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  log.debug('never');
  log.info('line', { circle });
  expect(lines.all()).toHaveLength(1);
});
