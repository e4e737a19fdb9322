import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsBase64, IsNotEmpty, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { DurationScalar } from '../../../platform/graphql/scalars.js';
import { SecretScalar } from '../../../platform/graphql/secret.scalar.js';
import type { SshAccount, WindowsAccount } from '../wire/proxy-credentials.js';

const LARGEST_PORT = 65_535;
/** The server counts milliseconds in 32 bits. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;
const SAID = { message: 'expected at least one character' };
const BASE64 = { message: 'expected the content of the file in Base64' };

@InputType('VbM365WindowsAccountInput', {
  description: 'An account of the Windows machine a backup proxy is installed on.',
})
export class VbM365WindowsAccountInput implements WindowsAccount {
  @IsNotEmpty(SAID)
  @Field(() => String, {
    description: 'User name (userName of a removal, username of maintenance and of API version v3).',
  })
  readonly userName!: string;

  @IsNotEmpty(SAID)
  @Field(() => SecretScalar, {
    description: 'Password (userPassword of a removal, password of maintenance).',
  })
  readonly password!: string;
}

@InputType('VbM365SshAccountInput', {
  description:
    'How the Linux machine a backup proxy is installed on is reached by SSH (sshSettings, API version v8).',
})
export class VbM365SshAccountInput implements SshAccount {
  @IsNotEmpty(SAID)
  @Field(() => String, { description: 'User name (account).' })
  readonly account!: string;

  @Field(() => SecretScalar, {
    nullable: true,
    description: 'Password of the account (accountPassword). null: it signs in by its key.',
  })
  readonly password?: string | null;

  @IsOptional()
  @Min(1, { message: `expected a port from 1 to ${LARGEST_PORT}` })
  @Max(LARGEST_PORT, { message: `expected a port from 1 to ${LARGEST_PORT}` })
  @Field(() => Int, { nullable: true, description: 'TCP port of SSH, 1 to 65535 (port). null: 22.' })
  readonly port?: number | null;

  @IsOptional()
  @Min(1, { message: 'expected a duration longer than nothing' })
  @Max(LONGEST_TIMEOUT, { message: 'expected a duration of at most 24 days' })
  @Field(() => DurationScalar, {
    nullable: true,
    description: 'How long to wait for the connection, at most 24 days (connectionTimeout). null: PT30S.',
  })
  readonly connectionTimeout?: number | null;

  @IsOptional()
  @IsBase64({}, BASE64)
  @Field(() => SecretScalar, {
    nullable: true,
    description: "Content of the private key's file in Base64 (privateKeyBase64). null: no key is used.",
  })
  readonly privateKey?: string | null;

  @Field(() => SecretScalar, {
    nullable: true,
    description: 'Passphrase of the private key (privateKeyPassphrase). null: it has none.',
  })
  readonly privateKeyPassphrase?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the account may be raised to root's rights (elevateAccountToRoot). null: no.",
  })
  readonly elevateToRoot?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the account is added to the sudoers (addToSudoers). null: no.',
  })
  readonly addToSudoers?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether su is used where there is no sudo (UseSuIfSudoUnavailable). null: no.',
  })
  readonly useSuWithoutSudo?: boolean | null;

  @Field(() => SecretScalar, {
    nullable: true,
    description: 'Password of root, for su (rootPassword). null: not needed.',
  })
  readonly rootPassword?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Fingerprint of the machine's SSH key, to compare with (fingerprint). null: none is given.",
  })
  readonly fingerprint?: string | null;

  @IsOptional()
  @IsBase64({}, BASE64)
  @Field(() => String, {
    nullable: true,
    description:
      "Content of the machine's public key file in Base64, which the server needs to verify the connection (publicBase64Key). null: none is given.",
  })
  readonly publicKey?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the fingerprint is not compared (ignoreFingerprintCheck). null: it is compared.',
  })
  readonly ignoreFingerprint?: boolean | null;
}

/** One of the two is there: the schema sees to it. */
@InputType('VbM365ProxyCredentialsInput', {
  isOneOf: true,
  description: 'The account of the machine a backup proxy is installed on: exactly one of the two.',
})
export class VbM365ProxyCredentialsInput {
  @IsOptional()
  @ValidateNested()
  @Type(() => VbM365WindowsAccountInput)
  @Field(() => VbM365WindowsAccountInput, { nullable: true, description: 'Of a Windows machine.' })
  readonly windows?: VbM365WindowsAccountInput;

  @IsOptional()
  @ValidateNested()
  @Type(() => VbM365SshAccountInput)
  @Field(() => VbM365SshAccountInput, {
    nullable: true,
    description: 'Of a Linux machine; API version v8 and newer.',
  })
  readonly linux?: VbM365SshAccountInput;
}
