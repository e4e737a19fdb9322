import type { TextCriteria } from '../../core/ports/activity.js';
import type { StringFilter } from './string-filter.input.js';

export function toTextCriteria(filter: StringFilter): TextCriteria {
  return {
    ...(filter.eq != null ? { eq: filter.eq } : {}),
    ...(filter.contains != null ? { contains: filter.contains } : {}),
    ...(filter.startsWith != null ? { startsWith: filter.startsWith } : {}),
    ...(filter.in != null ? { in: filter.in } : {}),
  };
}
