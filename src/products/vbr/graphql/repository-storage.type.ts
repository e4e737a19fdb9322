import { Field, Int, ObjectType } from '@nestjs/graphql';
import { BytesScalar } from '../../../platform/graphql/scalars.js';
import type {
  VbrAmazonAppliance,
  VbrAzureAppliance,
  VbrConsumptionLimit,
  VbrMountServer,
  VbrMountServers,
  VbrVault,
} from '../repository-model.js';
import type { VbrSizeUnit } from '../repository-words.js';
import { VbrSizeUnitEnum } from './repository.enums.js';

/** A text the server may leave out. */
function Told(description: string): PropertyDecorator {
  return Field(() => String, { nullable: true, description: `${description} null: not told.` });
}

@ObjectType('VbrVault', { description: 'A vault of Veeam Data Cloud (account.vault).' })
export class VbrVaultType implements VbrVault {
  @Told('Id of the vault (vaultId).')
  readonly vaultId!: string | null;

  @Told('Name of the vault (vaultName).')
  readonly vaultName!: string | null;

  @Told('Its container (storageContainerName).')
  readonly storageContainerName!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is assigned to the server (isInitialized). null: not told.',
  })
  readonly isInitialized!: boolean | null;

  @Field(() => [String], { description: 'Folders in it (folders).' })
  readonly folders!: readonly string[];

  @Told('Its region (regionId; since 1.3-rev2).')
  readonly regionId!: string | null;
}

@ObjectType('VbrAzureAppliance', {
  description: 'The helper machine that works on backups inside Azure (proxyAppliance).',
})
export class VbrAzureApplianceType implements VbrAzureAppliance {
  @Told("The product's own id of the subscription (subscriptionId).")
  readonly subscriptionId!: string | null;

  @Told('Size of the machine (instanceSize).')
  readonly instanceSize!: string | null;

  @Told('Its resource group (resourceGroup).')
  readonly resourceGroup!: string | null;

  @Told('Its network (virtualNetwork).')
  readonly virtualNetwork!: string | null;

  @Told('Its subnet (subnet).')
  readonly subnet!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'TCP port it is reached at (redirectorPort). null: not told.',
  })
  readonly redirectorPort!: number | null;
}

@ObjectType('VbrAmazonAppliance', {
  description: 'The helper machine that works on backups inside Amazon EC2 (proxyAppliance).',
})
export class VbrAmazonApplianceType implements VbrAmazonAppliance {
  @Told('Type of the machine (ec2InstanceType).')
  readonly ec2InstanceType!: string | null;

  @Told('Name of its network (vpcName).')
  readonly vpcName!: string | null;

  @Told('Id of its network (vpcId).')
  readonly vpcId!: string | null;

  @Told('Name of its subnet (subnetName).')
  readonly subnetName!: string | null;

  @Told('Id of its subnet (subnetId).')
  readonly subnetId!: string | null;

  @Told('Its security group (securityGroup).')
  readonly securityGroup!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'TCP port it is reached at (redirectorPort). null: not told.',
  })
  readonly redirectorPort!: number | null;
}

@ObjectType('VbrMountServer', { description: 'A server that mounts backups for restores (mountServer).' })
class VbrMountServerType implements VbrMountServer {
  @Field(() => String, { description: "The product's own id of the managed server (mountServerId)." })
  readonly serverId!: string;

  @Told('Folder on it for what is written during a mount (writeCacheFolder).')
  readonly writeCacheFolder!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it offers backups over NFS (vPowerNFSEnabled). null: not told.',
  })
  readonly vPowerNfs!: boolean | null;

  @Field(() => Int, { nullable: true, description: 'TCP port for mounts (mountPort). null: not told.' })
  readonly mountPort!: number | null;

  @Field(() => Int, { nullable: true, description: 'TCP port of NFS (vPowerNFSPort). null: not told.' })
  readonly nfsPort!: number | null;
}

@ObjectType('VbrMountServers', {
  description:
    'Servers that mount backups for restores (mountServer, mountServers). Revision 1.2-rev1 has one and does not tell its platform: it stands as `windows`.',
})
export class VbrMountServersType implements VbrMountServers {
  @Field(() => VbrMountServerType, { nullable: true, description: 'The one on Windows. null: none.' })
  readonly windows!: VbrMountServer | null;

  @Field(() => VbrMountServerType, { nullable: true, description: 'The one on Linux. null: none.' })
  readonly linux!: VbrMountServer | null;
}

@ObjectType('VbrConsumptionLimit', {
  description: 'How much of the object storage may be used before a warning (storageConsumptionLimit).',
})
export class VbrConsumptionLimitType implements VbrConsumptionLimit {
  @Field(() => Int, { description: 'The limit, in `unit` (consumptionLimitCount).' })
  readonly count!: number;

  @Field(() => VbrSizeUnitEnum, { nullable: true, description: 'Its unit. null: not told.' })
  readonly unit!: VbrSizeUnit | null;

  @Field(() => BytesScalar, {
    nullable: true,
    description: 'The same in bytes. null: the unit is not told, or too many to be told exactly.',
  })
  readonly bytes!: number | null;
}
