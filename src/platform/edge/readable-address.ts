/** What no route has. */
const NOWHERE = '/unreadable';

/**
 * The address of a request, or if it cannot be decoded that of nothing: Fastify would answer by itself, past everything that requests
 * pass, and quote it.
 */
export function readableAddress({ url = NOWHERE }: { readonly url?: string | undefined }): string {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return url;
  } catch {
    return NOWHERE;
  }
}
