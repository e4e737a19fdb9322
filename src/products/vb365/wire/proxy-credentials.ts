import type { Milliseconds } from '../../../core/model/instant.js';

/** The account of a proxy's machine. Secrets: sent to the server and kept nowhere. */
export type ProxyCredentials = { readonly windows: WindowsAccount } | { readonly linux: SshAccount };

export interface WindowsAccount {
  readonly userName: string;
  readonly password: string;
}

/** Absent: the server's own default. */
export interface SshAccount {
  readonly account: string;
  readonly password?: string | null;
  readonly port?: number | null;
  readonly connectionTimeout?: Milliseconds | null;
  /** Base64 of the private key's file. */
  readonly privateKey?: string | null;
  readonly privateKeyPassphrase?: string | null;
  readonly elevateToRoot?: boolean | null;
  readonly addToSudoers?: boolean | null;
  readonly useSuWithoutSudo?: boolean | null;
  readonly rootPassword?: string | null;
  readonly fingerprint?: string | null;
  /** Base64 of the public key's file. */
  readonly publicKey?: string | null;
  readonly ignoreFingerprint?: boolean | null;
}

/** `RESTSshSettingsFromClient` (v8), of which one name begins with a capital. */
export function writeSsh(ssh: SshAccount): Readonly<Record<string, unknown>> {
  return withoutNulls({
    account: ssh.account,
    accountPassword: ssh.password,
    port: ssh.port,
    connectionTimeout: ssh.connectionTimeout,
    privateKeyBase64: ssh.privateKey,
    privateKeyPassphrase: ssh.privateKeyPassphrase,
    elevateAccountToRoot: ssh.elevateToRoot,
    addToSudoers: ssh.addToSudoers,
    UseSuIfSudoUnavailable: ssh.useSuWithoutSudo,
    rootPassword: ssh.rootPassword,
    fingerprint: ssh.fingerprint,
    publicBase64Key: ssh.publicKey,
    ignoreFingerprintCheck: ssh.ignoreFingerprint,
  });
}

function withoutNulls(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
