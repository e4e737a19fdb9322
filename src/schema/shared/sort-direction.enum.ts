import type { SortDirection } from '../../core/ports/activity.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

export const SortDirectionEnum = describedEnum<SortDirection>(
  'SortDirection',
  'Which end of a list comes first.',
  {
    ASC: 'Smallest, oldest or alphabetically first value first.',
    DESC: 'Largest, newest or alphabetically last value first.',
  },
);
