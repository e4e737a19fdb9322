import { SourceFailure } from '../../src/core/errors/source-failure.js';
import { Log } from '../../src/platform/observability/log.js';
import { UpstreamLog } from '../../src/platform/observability/upstream-log.js';
import { LogLines } from '../support/log-lines.js';
import { connectionTo } from './support.js';

let now: number;
let lines: LogLines;
let upstream: UpstreamLog;

beforeEach(() => {
  now = 0;
  lines = new LogLines();
  const { server } = connectionTo('https://vbr.example.org:9419');
  upstream = new UpstreamLog(server, Log.to(lines, 'info'), () => now);
});

const down = (): SourceFailure => new SourceFailure('UNREACHABLE', 'the connection was refused');
const said = (): unknown[] => lines.all().map(({ msg }) => msg);

it('tells of a change of state once', () => {
  upstream.succeeded();
  for (let call = 0; call < 9; call++) upstream.failed(down());
  now = 60_000;
  for (let call = 0; call < 9; call++) upstream.succeeded();
  expect(said()).toEqual(['server fails', 'server answers again']);
  expect(lines.all()[1]).toMatchObject({ level: 'info', failingForMs: 60_000 });
});

it('does not tell each turn of a server that comes and goes, but how it is in the end', () => {
  for (; now < 25_000; now += 1_000) {
    upstream.failed(down());
    upstream.succeeded();
  }
  expect(said()).toEqual(['server fails']);
  now = 31_000;
  upstream.succeeded();
  expect(said()).toEqual(['server fails', 'server answers again']);
});

it('does not take what one request may not do for trouble of the server', () => {
  upstream.failed(new SourceFailure('FORBIDDEN', 'may not', { upstreamStatus: 403 }));
  upstream.failed(new SourceFailure('UPSTREAM_ERROR', 'no such thing', { upstreamStatus: 404 }));
  expect(said()).toEqual([]);
});

it('tells when a server is left alone and when it is asked as before, not of every probe', () => {
  upstream.circuitChanged({ from: 'CLOSED', to: 'OPEN', openFor: 5_000, failure: down() });
  for (let probe = 0; probe < 3; probe++) {
    upstream.circuitChanged({ from: 'OPEN', to: 'HALF_OPEN', openFor: null, failure: down() });
    upstream.circuitChanged({ from: 'HALF_OPEN', to: 'OPEN', openFor: 10_000, failure: down() });
  }
  upstream.circuitChanged({ from: 'OPEN', to: 'HALF_OPEN', openFor: null, failure: down() });
  upstream.circuitChanged({ from: 'HALF_OPEN', to: 'CLOSED', openFor: null, failure: null });
  expect(said()).toEqual(['server is left alone, it kept failing', 'server is asked as before']);
  expect(lines.all()[0]).toMatchObject({
    server: 'vbr-test',
    openForMs: 5_000,
    reason: 'the connection was refused',
  });
});
