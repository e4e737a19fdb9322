import { NumberedIds, mix } from './ids.js';

const CREATED = Date.UTC(2024, 4, 6, 7, 8, 9);

/** An account the server knows; what it is known for decides which list it is in. */
export interface CredentialsRecord {
  id: string;
  type: string;
  description: string;
  /** When it was added, epoch milliseconds. */
  created: number;
  /** What only this type tells. */
  facts: Readonly<Record<string, string>>;
}

/** The number by which repositories of the simulated server name their credentials. */
export type CredentialsNumber = 1 | 2 | 3 | 4 | 5 | 6;

export function credentialsId(seed: number, number: CredentialsNumber): string {
  return new NumberedIds(mix(seed, 0xc4ed)).encode(number);
}

/** Credentials that managed servers name. */
export function hostCredentialsId(seed: number): string {
  return new NumberedIds(mix(seed, 0x4057)).encode(1);
}

export function accountCredentials(seed: number): CredentialsRecord[] {
  return [
    account(hostCredentialsId(seed), 'Standard', 'LAB\\svc-hosts', 'Hosts'),
    account(credentialsId(seed, 1), 'Standard', 'LAB\\svc-shares', 'Shares'),
    account(credentialsId(seed, 3), 'Standard', 'ddboost', 'Data Domain'),
    account(credentialsId(seed, 6), 'Standard', 'root', ''),
  ];
}

export function cloudCredentials(seed: number): CredentialsRecord[] {
  const record = (number: CredentialsNumber, type: string, description: string, facts: object) => ({
    id: credentialsId(seed, number),
    type,
    description,
    created: CREATED,
    facts: { ...facts },
  });
  return [
    record(2, 'Amazon', 'S3 of the lab', { accessKey: 'AKIASIMULATED' }),
    record(4, 'Google', 'Buckets of the lab', { accessKey: 'GOOGSIMULATED' }),
    record(5, 'AzureStorage', '', { account: 'labstorage' }),
  ];
}

function account(id: string, type: string, username: string, description: string): CredentialsRecord {
  return { id, type, description, created: CREATED, facts: { username } };
}
