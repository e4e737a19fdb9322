import { SourceFailure } from '../../../core/errors/source-failure.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { looksLikeHtml } from '../../../platform/http/response-body.js';
import type { UpstreamSender } from '../../../platform/http/upstream-sender.js';
import { SLA_PATH } from '../policy-routes.js';

export type ExportFormat = 'CSV' | 'XML';

/** A file as the appliance wrote it. */
export interface ExportFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
}

/** The header that picks the format; its words are not published beyond the names of the formats. */
const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = { CSV: 'text/csv', XML: 'application/xml' };

/** All SLA-based policies of an appliance as a file; changes nothing. */
export async function exportSlaPolicies(
  http: UpstreamSender,
  format: ExportFormat,
  scope: CallScope,
): Promise<ExportFile> {
  const mediaType = MEDIA_TYPES[format];
  const { data, headers } = await http.send(
    { method: 'POST', path: `${SLA_PATH}/export`, headers: { Accept: mediaType }, expect: 'text' },
    scope,
  );
  const content = String(data);
  if (looksLikeHtml(content, headers['content-type']))
    throw new SourceFailure('BAD_RESPONSE', 'the server answered HTML where a file was expected');
  return {
    name: `sla-policies.${format.toLowerCase()}`,
    mediaType: headers['content-type'] ?? mediaType,
    content,
  };
}
