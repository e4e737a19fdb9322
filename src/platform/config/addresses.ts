/** Whether a host name or IP address stays on this machine. */
export function isLoopbackHost(host: string): boolean {
  const plain = host.replace(/^\[|\]$/g, '').toLowerCase();
  return plain === 'localhost' || plain === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain);
}

/** What is wrong with the base address of a server; undefined: nothing. */
export function addressProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'expected an address such as https://vbr01.example.org:9419';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'expected an address that begins with https://';
  if (url.username !== '' || url.password !== '')
    return 'expected an address without a user name and password: put them into username and password';
  if (url.search !== '' || url.hash !== '') return 'expected an address without "?" and "#"';
  const known = /\/(?:api(?:\/v\d+)?|v\d+|swagger.*|(?:api\/)?oauth2.*|(?:v\d+\/)?token)\/?$/i.exec(
    url.pathname,
  )?.[0];
  if (known !== undefined)
    return `expected the base address, without the path of the REST API: ${JSON.stringify(known)} is added where it is needed`;
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    return 'expected https://: plain http:// is accepted only for loopback addresses';
  return undefined;
}

/** The address in one spelling: lower-case host, no default port, no slash at the end. */
export function baseAddress(text: string): string {
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

/** What is wrong with the address of Redis; undefined: nothing. */
export function redisProblem(text: string): string | undefined {
  const protocol = URL.canParse(text) ? new URL(text).protocol : null;
  return protocol === 'redis:' || protocol === 'rediss:'
    ? undefined
    : 'expected an address such as redis://127.0.0.1:6379, or rediss:// for TLS';
}

/** Whether a text is what browsers send as `Origin`. */
export function isOrigin(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  return new URL(text).origin === text.toLowerCase().replace(/\/$/, '');
}
