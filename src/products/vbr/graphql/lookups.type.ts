import { Field, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../schema/shared/connection-of.js';
import { LookupType } from '../../../schema/shared/lookup.type.js';
import type { Known } from '../adapters/lookups.js';
import type { CredentialsRow, ManagedServerRow } from '../wire/lookups.js';

const SERVERS = 'VBR servers';

@ObjectType('VbrManagedServer', {
  description:
    'A machine that a VBR server works with (GET /backupInfrastructure/managedServers): what `hostId`, gateways and mount servers of repositories name.',
})
export class VbrManagedServer extends LookupType<Known<ManagedServerRow>> {
  @Field(() => String, {
    description: 'DNS name or address (name); where the server tells none, its native id.',
  })
  get name(): string {
    return this.record.name;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What an administrator noted about it (description). null: nothing.',
  })
  get description(): string | null {
    return this.record.description;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for what it is (type): WindowsHost, LinuxHost, ViHost, HvServer …. null: not told.",
  })
  get type(): string | null {
    return this.record.type;
  }

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the backup server reaches it (status: Available, Unavailable). null: not told.',
  })
  get available(): boolean | null {
    const word = this.record.status?.toLowerCase();
    return word === 'available' ? true : word === 'unavailable' ? false : null;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it is the backup server itself (isBackupServer). null: not told; revision 1.2-rev1 never does.',
  })
  get isBackupServer(): boolean | null {
    return this.record.isBackupServer;
  }
}

@ObjectType({ isAbstract: true })
abstract class CredentialsType extends LookupType<Known<CredentialsRow>> {
  @Field(() => String, {
    nullable: true,
    description: 'What an administrator noted about them (description). null: nothing.',
  })
  get description(): string | null {
    return this.record.description;
  }

  @Field(() => String, {
    nullable: true,
    description: "The product's word for what they are (type). null: not told.",
  })
  get type(): string | null {
    return this.record.type;
  }
}

@ObjectType('VbrCredentials', {
  description:
    'Credentials of an account that a VBR server keeps (GET /credentials), by name only: what `credentialsId` of shares and appliances names.',
})
export class VbrCredentials extends CredentialsType {
  @Field(() => String, {
    description: 'Name of the account (username); where the server tells none, its native id.',
  })
  get name(): string {
    return this.record.name;
  }
}

@ObjectType('VbrCloudCredentials', {
  description:
    'Credentials of a cloud account that a VBR server keeps (GET /cloudCredentials), by name only: what `credentialsId` of object storage names.',
})
export class VbrCloudCredentials extends CredentialsType {
  @Field(() => String, {
    description:
      'What the product calls them: name, connectionName or account, else the description, else the native id. Access keys are never shown.',
  })
  get name(): string {
    return this.record.name;
  }
}

export const VbrManagedServerConnection = connectionOf<Known<ManagedServerRow>, VbrManagedServer>(
  VbrManagedServer,
  'VbrManagedServer',
  { one: 'a managed server', many: 'managed servers', servers: SERVERS },
);

export const VbrCredentialsConnection = connectionOf<Known<CredentialsRow>, VbrCredentials>(
  VbrCredentials,
  'VbrCredentials',
  { one: 'a credentials record', many: 'credentials records', servers: SERVERS },
);

export const VbrCloudCredentialsConnection = connectionOf<Known<CredentialsRow>, VbrCloudCredentials>(
  VbrCloudCredentials,
  'VbrCloudCredentials',
  { one: 'a cloud credentials record', many: 'cloud credentials records', servers: SERVERS },
);
