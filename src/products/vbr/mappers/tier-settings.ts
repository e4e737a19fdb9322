import type { VbrHealthCheck, VbrTierEncryption } from '../model.js';
import type { WireEncryption, WireHealthCheck } from '../wire/tier-settings.js';
import { toDaily, toMonthly } from './schedule-details.js';

export function toEncryption({ isEnabled, ...details }: WireEncryption): VbrTierEncryption {
  return { enabled: isEnabled, ...details };
}

export function toHealthCheck({ isEnabled, weekly, monthly }: WireHealthCheck): VbrHealthCheck {
  return {
    enabled: isEnabled,
    weekly: weekly && toDaily(weekly),
    monthly: monthly && toMonthly(monthly),
  };
}
