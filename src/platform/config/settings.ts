import * as v from 'valibot';
import { isIP } from 'node:net';
import { IANAZone } from 'luxon';
import { ROLES } from '../../core/model/caller.js';
import { PRODUCTS } from '../../core/model/server.js';
import { addressProblem, baseAddress, isOrigin, redisProblem } from './addresses.js';
import { AUTH } from './auth-settings.js';
import { POSTGRES_SHAPE, postgresProblem } from './postgres-address.js';
import {
  address,
  duration,
  flag,
  fraction,
  judged,
  listOf,
  manyOf,
  namesWith,
  oneOf,
  optional,
  required,
  secret,
  section,
  sectionOr,
  setting,
  shaped,
  text,
  texts,
  whole,
} from './kinds.js';

/**
 * Every setting of the configuration file but those of `auth`: a line each, with kind, bounds, default and meaning. Types, checks, the
 * tables of docs/configuration.md and gateway.schema.json come from here.
 */

/** From the most to the least that is logged. */
const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
const AUDIT_TARGETS = ['stdout', 'file'] as const;
const INTROSPECTION = [...ROLES, 'NOBODY'] as const;

const MEBIBYTE = 2 ** 20;
const MANY = 1_000_000_000;

const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const SHA256 = /^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/;
const HOST = 'a host name or IP address to listen on';
const TAGS = { each: 'a text; put numbers, dates, true and false in quotes' };

// prettier-ignore
const LISTEN_TLS = section({
  cert: required(text('the path of a PEM file with the certificate'), 'The certificate, with those between it and its authority; relative to this file'),
  key: required(text('the path of a PEM file with the key of the certificate'), 'Its key; relative to this file'),
});

// prettier-ignore
const LISTEN = section({
  host: setting(text(HOST), '127.0.0.1', 'Where to listen. With `auth.mode: none`, which asks nobody who they are, only loopback addresses are accepted'),
  port: setting(whole(0, 65_535), 4000, '0 takes a free port'),
  tls: optional(LISTEN_TLS, 'The gateway speaks TLS 1.2 and newer itself. Changed files count for new connections within a second; broken ones change nothing and are reported in the log'),
  trustedProxies: setting(texts('a list of IP addresses or networks, such as [10.0.0.0/8]', isNetwork), [], 'Reverse proxies whose `X-Forwarded-For` is believed: for logs, audit, and limits by address'),
});

// prettier-ignore
const SERVER_TLS = section({
  ca: optional(text('the path of a PEM file'), 'A PEM file with the authorities to trust (relative to this file), or the PEM text itself. The host name must be in the certificate'),
  fingerprint256: optional(shaped(SHA256, 'a SHA-256 fingerprint: 64 hexadecimal digits, in pairs with colons or without'), 'The one certificate to trust. Who signed it, the host name and the dates do not matter then'),
  insecure: setting(flag(), false, 'Nothing is checked. Whoever stands in between can read the password; logged as a warning at every start'),
});

// prettier-ignore
const SERVER_LIMITS = section({
  concurrency: setting(whole(1, 64), 8, 'Calls in flight at once; the rest wait'),
  timeout: setting(duration('PT0.1S', 'PT10M', 'PT30S'), 'PT30S', 'How long this server may take for one call and for its part of an answer'),
  callTimeout: optional(duration('PT0.1S', 'PT10M', 'PT10S'), 'How long one attempt of a read may take; `timeout` unless given. Shorter than that, it leaves time to send the read again (see [resilience](resilience.md))'),
});

const OBJECTIVE = duration('PT1M', 'P3650D', 'PT26H');

// prettier-ignore
const SERVER = section({
  key: required(shaped(KEY, 'a short name of letters, digits, ".", "_" and "-" (at most 64, the first a letter or digit)'), 'Unique and stable: it is part of every global id, so changing it changes the ids'),
  name: optional(text(), 'What people see; the key unless given'),
  product: required(oneOf(PRODUCTS), '`VBR` (Backup & Replication), `VB_AWS` (Backup for AWS) or `VB_M365` (Backup for Microsoft 365)'),
  url: required(v.pipe(address('an address such as https://vbr01.example.org:9419', addressProblem), v.transform(baseAddress)), 'Base address of the REST API. Ports unless changed: VBR 9419, VB_AWS 11005, VB_M365 4443. A path is kept (reverse proxy). `http://` only for loopback addresses. Redirects are never followed, and proxies named in the environment are not used'),
  apiVersion: optional(text('a REST API revision as text'), 'The revision to speak: `1.3-rev1` (VBR), `v8` (VB_M365), `1.8-rev0` (VB_AWS, which is not negotiated). Negotiated unless given'),
  username: required(text('the name of the account to sign in with'), 'A service account. Accounts with multi-factor sign-in do not work over REST'),
  password: required(secret(shaped(/[\s\S]/, 'a text, best as ${env:NAME} or ${file:PATH}; put a password of digits in quotes')), 'Its password'),
  tls: setting(SERVER_TLS, {}, "How the certificate is judged, see below; by the system's authorities unless given"),
  tags: setting(namesWith(text(), { what: 'names with texts, such as { site: berlin }', ...TAGS }), {}, 'To filter and group by'),
  limits: setting(SERVER_LIMITS, {}, 'How much is asked of this server at once, and how long it may take'),
  recoveryPointObjective: optional(OBJECTIVE, 'How old the newest good run of its policies may be'),
  timeZone: optional(judged('an IANA time zone name such as Europe/Berlin', (zone) => !IANAZone.isValidZone(zone)), 'The time zone of its clock, in which its schedules are meant. VBR tells it since 1.3-rev2; without it, next starts of policies are told as far as the server tells them'),
});

// prettier-ignore
const OBJECTIVES = section({
  recoveryPointObjective: required(OBJECTIVE, 'How old the newest good run of policies of such servers may be'),
  tag: required(namesWith(text(), { what: 'the tags to match, such as { site: berlin }', ...TAGS }, 1), 'Tags that a server must have, all of them'),
});

// prettier-ignore
const CACHE = section({
  inventory: setting(duration('PT0S', 'P1D', 'PT30S'), 'PT30S', 'How long an inventory snapshot counts as fresh. `PT0S`: every query asks the servers'),
  staleIfError: setting(duration('PT0S', 'P30D', 'PT1H'), 'PT1H', 'How old a snapshot may be that stands in for a server that fails. `PT0S`: none does'),
  activity: optional(duration('PT0S', 'P1D', 'PT10S'), 'How old the last look at the sessions of a server may be: `PT10S` where nothing is said, less where `cache.inventory` is less. `PT0S`: every query looks anew'),
});

// prettier-ignore
const FOLLOW = section({
  active: setting(duration('PT1S', 'PT1H', 'PT10S'), 'PT10S', 'Between two looks at a server while somebody asks for its sessions or follows them'),
  idle: setting(duration('PT1S', 'P1D', 'PT1M'), 'PT1M', 'Between two looks at a server while nobody does'),
});

// prettier-ignore
const HISTORY = sectionOr('off', {
  path: optional(text('the path of a folder'), 'A folder for the file of DuckDB, relative to this file; it is made with mode 0700 where the one above it exists. One gateway at a time can have it. Where none is named it is `./data`, and memory where that cannot be used'),
  url: optional(secret(address(POSTGRES_SHAPE, postgresProblem)), 'A PostgreSQL (14 or newer) instead of a folder, for more than one gateway: `postgres://gateway:${env:POSTGRES_PASSWORD}@host:5432/name`. The account needs the right to create a schema in the database, which is for gateways over one fleet. TLS: `?sslmode=verify-full`, with `&sslrootcert=FILE` for an authority of your own, is what counts unless the host is this machine; `sslmode=disable` turns it off'),
  backfill: setting(duration('PT0S', 'P3650D', 'P30D'), 'P30D', 'How far back the sessions are read that a server has when it is followed for the first time'),
  keep: setting(duration('P1D', 'P3650D', 'P760D'), 'P760D', 'How long sessions are kept'),
});

// prettier-ignore
const REDIS = section({
  url: required(secret(address('an address such as redis://127.0.0.1:6379', redisProblem)), '`redis://127.0.0.1:6379`, or `rediss://user:${env:REDIS_PASSWORD}@host:6380/0` for TLS, account and database'),
  keyPrefix: setting(text('a text to put in front of every key'), 'veeam-graphql-gateway:', 'In front of every key and channel: gateways over different fleets in one Redis need prefixes of their own'),
  timeout: setting(duration('PT0.05S', 'PT30S', 'PT0.3S'), 'PT0.3S', 'How long a command may take. When one takes longer the replica goes on alone for two seconds'),
  encryptionKey: optional(secret(shaped(/^[0-9A-Fa-f]{64}$/, '64 hexadecimal digits, by reference such as ${env:REDIS_ENCRYPTION_KEY}')), 'The same on all replicas (`openssl rand -hex 32`). With it sign-ins are shared too, encrypted'),
});

// prettier-ignore
const LIMITS = section({
  requestTimeout: setting(duration('PT0.1S', 'PT10M', 'PT30S'), 'PT30S', 'How long one GraphQL request may take as a whole'),
  depth: setting(whole(1, 1_000), 15, 'Fields inside each other; the introspection query has 15'),
  aliases: setting(whole(0, 100_000), 100, 'Aliases'),
  rootFields: setting(whole(1, 100_000), 50, 'Fields of `Query`, `Mutation` or `Subscription`'),
  directives: setting(whole(0, 100_000), 100, 'Directives'),
  fields: setting(whole(1, 100_000), 5_000, 'Fields in all'),
  tokens: setting(whole(10, 1_000_000), 10_000, "Tokens of the document's text"),
  complexity: setting(whole(1, MANY), 1_000_000, 'Values an answer may hold, estimated: a field costs 1, what stands below a list counts `first` times (without `first` 10), and what has to be looked through counts for each server, at most 20: 1000 for a report on sessions or a filtered list of them, 100 for other filters and reports. `extensions.cost` tells it for a query'),
  upstreamCalls: setting(whole(1, MANY), 5_000, 'Requests to servers for one operation. What needs more fails in `sources` with `RATE_LIMITED`; the rest is answered'),
  rowsRead: setting(whole(1, MANY), 1_000_000, 'Rows that servers send for one operation. What needs more ends with `QUERY_LIMIT_EXCEEDED`'),
  bytesHeld: setting(whole(MEBIBYTE, MANY), 64 * MEBIBYTE, 'Memory that one operation holds at once, in bytes, estimated by rows. What needs more ends with `QUERY_LIMIT_EXCEEDED`'),
  loopTime: setting(duration('PT0.1S', 'PT10M', 'PT5S'), 'PT5S', 'How much processor time of the gateway\'s main thread one operation may take in all, for reading rows, comparing and putting them together. What needs more ends with `QUERY_LIMIT_EXCEEDED`'),
  answerBytes: setting(whole(1_024, MANY), 32 * MEBIBYTE, 'Bytes of one answer. What grows longer ends with `QUERY_LIMIT_EXCEEDED`'),
  bodySize: setting(whole(1_024, 64 * MEBIBYTE), MEBIBYTE, 'Bytes of a body; more: 413. Headers may have 16 KiB; more: 431'),
  receiveTimeout: setting(duration('PT0.1S', 'PT10M', 'PT10S'), 'PT15S', 'How long a client may take to send headers and body; longer: 408'),
  connections: setting(whole(1, 1_000_000), 10_000, 'Open connections. What is idle longest makes room for more; where nothing is idle, eight more are open to probes alone'),
  connectionsPerAddress: optional(whole(1, 1_000_000), 'Open connections of one address (an IPv6 network of /64 as one) that is no trusted proxy. Unless given 80 % of `connections`'),
  requestsPerSecond: optional(whole(1, 1_000_000), 'Requests of one caller (by key or token, else by address), on average over ten seconds; more: 429 with `Retry-After`. Unless given 500, and without `auth` any number'),
  refusedPerSecond: optional(whole(1, 1_000_000), 'Requests of one address (an IPv6 network of /64 as one) that bring no key or a wrong one, and WebSockets that it opens, on average over ten seconds; more: 429 with `Retry-After`. Unless given as many as `requestsPerSecond`'),
  concurrencyPerCaller: optional(whole(1, 1_000_000), 'Requests of one caller at a time; more: 429 with `Retry-After`. Unless given 200, and without `auth` any number'),
  streamsPerCaller: setting(whole(1, 1_000_000), 1_000, 'Subscriptions of one caller at a time; more end with `TOO_MANY_STREAMS`'),
  socketsPerCaller: optional(whole(1, 1_000_000), 'WebSockets of one caller at a time; more are closed with code 4429. Unless given as many as `streamsPerCaller`'),
  socketIdle: setting(duration('PT0.1S', 'P1D', 'PT1M'), 'PT1M', 'How long a WebSocket stays open over which nothing is asked or followed'),
  concurrency: setting(whole(1, 1_000_000), 1_000, 'Requests of everybody at a time; more: 503 with `Retry-After`'),
  heapPercent: setting(whole(1, 100), 90, 'How much of the memory that Node allows (`--max-old-space-size`) may be used before requests get 503 with `Retry-After`: first those of the caller with most running, halfway from there to all of it everybody\'s'),
  eventLoopDelay: setting(duration('PT0.01S', 'PT1M', 'PT2S'), 'PT2S', 'How late everything may be on average, three half-seconds running, before requests of the caller with most running get 503 with `Retry-After`'),
});

// prettier-ignore
const TRUSTED_DOCUMENTS = section({
  manifest: required(text('the path of a JSON file that holds documents by the SHA-256 of their text'), 'A file, relative to this file, that holds documents by the SHA-256 of their text in hex (or SHA-1 or MD5), as GraphQL Code Generator and Relay write it, or Apollo\'s manifest of persisted queries. Only these may be run: by their text, or by their hash in `extensions.persistedQuery.sha256Hash` or `documentId`. Others get 403 with `UNTRUSTED_DOCUMENT`. Read once, at start'),
  roles: setting(manyOf(ROLES, `a list of roles (${ROLES.join(', ')})`), ROLES, 'The roles that may run no other documents, such as `[VIEWER]`'),
});

// prettier-ignore
const CORS = section({
  origins: required(v.pipe(texts('a list of origins without a path, such as [https://portal.example.org]', isOrigin), v.mapItems((origin) => new URL(origin).origin)), "Origins of web pages that may ask. For WebSockets, too; the gateway's own origin is always allowed there"),
});

// prettier-ignore
const LOG = section({
  level: setting(oneOf(LOG_LEVELS), 'info', 'What each holds is in [observability.md](observability.md#logs)'),
});

// prettier-ignore
const METRICS_LISTEN = section({
  host: setting(text(HOST), '127.0.0.1', 'Where that listener is'),
  port: required(whole(0, 65_535), 'Its port; 0 takes a free one'),
});

// prettier-ignore
const METRICS = section({
  enabled: setting(flag(), true, 'Whether there is `/metrics`, and `/metrics/fleet` for the state of the fleet'),
  fleetSeries: setting(whole(1, 1_000_000), 50_000, 'Series of one answer of `/metrics/fleet`; more are refused with 422. About four for each policy and each repository'),
  listen: optional(METRICS_LISTEN, 'A listener for `/metrics` alone. Without it `/metrics` stands beside `/graphql` and answers callers on this machine only'),
});

// prettier-ignore
const OTLP = section({
  endpoint: required(address('an address such as http://127.0.0.1:4318/v1/traces', (address) => !isHttp(address)), 'Where traces are posted to (OTLP over HTTP, JSON). Without it nothing is traced and nothing loaded'),
  headers: setting(v.pipe(namesWith(secret(v.string()), { what: 'names of headers with texts, best as ${env:NAME} or ${file:PATH}', secret: true }), v.transform((headers) => Object.fromEntries(headers))), {}, 'Headers for it, such as `{ authorization: "${env:OTLP_AUTHORIZATION}" }`'),
  sampleRatio: setting(fraction(), 1, 'The share of requests traced. A client that sends `traceparent` decides itself'),
  propagate: setting(flag(), false, 'Whether upstream calls carry `traceparent` and `tracestate`'),
});

// prettier-ignore
const TELEMETRY = section({
  otlp: optional(OTLP, 'Where traces go'),
});

// prettier-ignore
const AUDIT = section({
  to: required(oneOf(AUDIT_TARGETS), 'Where records of changes and refused access go'),
  path: optional(text('the path of a file'), 'The file, relative to this file; made with mode 0600'),
});

// prettier-ignore
const SHUTDOWN = section({
  delay: setting(duration('PT0S', 'PT5M', 'PT5S'), 'PT0S', 'After a signal: how long requests are still taken while `/health/ready` says 503, so that a load balancer notices'),
  grace: setting(duration('PT0S', 'PT10M', 'PT10S'), 'PT10S', 'After that: how long running requests may take to end before they are cut off'),
});

/** The whole configuration file. */
// prettier-ignore
export const GATEWAY = section({
  listen: setting(LISTEN, {}, 'Where the gateway listens'),
  servers: required(listOf(SERVER, 'a list of at least one server', 1), 'The backup servers behind the gateway'),
  objectives: setting(listOf(OBJECTIVES, 'a list of objectives'), [], 'Recovery point objectives for many servers at once, by tag; the first entry that fits a server counts'),
  auth: setting(AUTH, { mode: 'none' }, 'Who may call, and what they may do'),
  cache: setting(CACHE, {}, 'How long what was read counts'),
  follow: setting(FOLLOW, {}, 'How often servers are asked for what is new'),
  history: setting(HISTORY, {}, 'Where the sessions that servers told of are kept. `off`: the newest are, in memory, until the gateway ends'),
  redis: optional(REDIS, 'Redis or Valkey, for replicas to share what they read'),
  limits: setting(LIMITS, {}, 'What one request, one caller and everybody may ask for'),
  introspection: setting(oneOf(INTROSPECTION), 'ADMIN', 'The lowest role that the schema is shown to. With `auth.mode: none` everybody is an administrator. The query page completes fields for those only who may see it'),
  trustedDocuments: optional(TRUSTED_DOCUMENTS, 'The only documents that may be run'),
  board: setting(oneOf(['on', 'off']), 'on', 'The board at `/`. `off`: `/` leads to the query page'),
  cors: setting(CORS, { origins: [] }, 'Web pages of other origins'),
  log: setting(LOG, {}, 'What is logged'),
  metrics: setting(METRICS, {}, 'Figures for Prometheus'),
  telemetry: setting(TELEMETRY, {}, 'Traces'),
  audit: setting(AUDIT, { to: 'stdout' }, 'Records of changes and refused access'),
  shutdown: setting(SHUTDOWN, {}, 'How the gateway ends'),
});

export type Settings = v.InferOutput<typeof GATEWAY>;

function isNetwork(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function isHttp(address: string): boolean {
  return /^https?:\/\//.test(address) && URL.canParse(address);
}
