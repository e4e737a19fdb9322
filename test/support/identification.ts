const MARKS = /\/serverInfo$|\/ServiceInstance$|\/system\/version$/i;

/** Whether a request was the gateway's look, before the password, at whether the server is the product. */
export function isIdentification({ url, status }: { url: string; status: number }): boolean {
  return url.startsWith('/swagger/') || (status >= 400 && MARKS.test(url));
}
