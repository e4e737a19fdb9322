// The image's health check: status 0 when the gateway is ready. HEALTH_URL where it does not listen as by default.
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

const url = process.env.HEALTH_URL ?? 'http://127.0.0.1:4000/health/ready';
const get = url.startsWith('https:') ? getHttps : getHttp;
// On this machine nobody has to prove who they are.
get(url, { rejectUnauthorized: false, timeout: 2_500 }, ({ statusCode }) =>
  process.exit(statusCode === 200 ? 0 : 1),
)
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
