import { createHash } from 'node:crypto';
import { EXAMPLES } from './examples.js';

/** Where the page's own files are served, seen from the address of the page. */
export const ASSETS_PATH = 'graphql/page';

/** Stands for the page's own address, which only the browser knows; the package takes absolute ones. */
const ENDPOINT = 'the-address-of-this-page';

/** The page may load from and talk to the gateway alone, whatever its package would like to, and run no script but its own. */
const contentSecurityPolicy = (scripts: readonly string[]): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'unsafe-eval' ${scripts.map((hash) => `'sha256-${hash}'`).join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "worker-src 'self' blob:",
  ].join('; ');

/** Advertisements and accounts of the package, which need the internet. */
const HIDDEN = 'app-banner, app-donation-alert { display: none !important; }';

/** The page as HTML, with the examples as tabs. The package behind it is loaded when the first page is asked for. */
export async function renderQueryPage(now: number): Promise<string> {
  const { renderAltair } = await import('altair-static');
  const html = renderAltair({
    baseURL: `${ASSETS_PATH}/`,
    endpointURL: ENDPOINT,
    instanceStorageNamespace: 'veeam_graphql_gateway_',
    disableAccount: true,
    // The page opens with its last tab in front.
    initialWindows: EXAMPLES.toReversed().map(({ name, query, variables }) => ({
      initialName: name,
      initialQuery: query,
      initialVariables: JSON.stringify(variables?.(now) ?? {}, null, 2),
      endpointURL: ENDPOINT,
    })),
    initialSettings: { 'schema.reloadOnStart': true, disablePushNotification: true },
  });
  const page = html
    .replaceAll(`\`${ENDPOINT}\``, 'location.origin + location.pathname')
    .replace('<title>Altair</title>', '<title>veeam-graphql-gateway</title>');
  const policy = contentSecurityPolicy(inlineScripts(page));
  return page.replace(
    '<head>',
    `<head><meta http-equiv="Content-Security-Policy" content="${policy}"><style>${HIDDEN}</style>`,
  );
}

/** Hashes of the scripts that stand in the page, by which a policy lets them run. */
function inlineScripts(html: string): readonly string[] {
  return [...html.matchAll(/<script\b(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)].map(([, script = '']) =>
    createHash('sha256').update(script).digest('base64'),
  );
}
