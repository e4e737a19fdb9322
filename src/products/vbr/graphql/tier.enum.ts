import { describedEnum } from '../../../platform/graphql/described-enum.js';
import type { VbrTier } from '../model.js';

export const VbrTierEnum = describedEnum<VbrTier>('VbrTier', 'A tier of a VBR scale-out repository.', {
  PERFORMANCE: 'Where backups are written first; its extents make up the space of the scale-out repository.',
  CAPACITY: 'Object storage that backups are copied or moved to.',
  ARCHIVE: 'Archive storage for what is kept long.',
});
