import { MemoryCapacityStore } from '../../../src/core/history/memory-capacity-store.js';
import { describeCapacityStore } from '../../support/capacity-store-contract.js';

describeCapacityStore('memory', () => Promise.resolve(new MemoryCapacityStore()));
