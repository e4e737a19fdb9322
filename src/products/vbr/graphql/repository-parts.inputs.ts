import { Field, InputType, Int } from '@nestjs/graphql';
import { IsInt, Min } from 'class-validator';
import { VbrSizeUnitEnum } from './repository.enums.js';
import type { VbrSizeUnit } from '../repository-words.js';
import { OptionalCount, OptionalPart, OptionalText, RequiredKey, RequiredText } from './repository-rules.js';

const LARGEST_PORT = 65_535;

@InputType('VbrConsumptionLimitInput', {
  description: 'How much of the object storage may be used before a warning (storageConsumptionLimit).',
})
export class VbrConsumptionLimitInput {
  @Field(() => Int, { description: 'The limit, in `unit` (consumptionLimitCount).' })
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  readonly count!: number;

  @Field(() => VbrSizeUnitEnum, { description: 'Its unit.' })
  readonly unit!: VbrSizeUnit;
}

@InputType('VbrMountServerInput', {
  description: 'A server that mounts backups for restores (mountServer).',
})
export class VbrMountServerInput {
  @RequiredKey("The product's own id of the managed server (mountServerId).")
  readonly serverId!: string;

  @RequiredText('Folder on it for what is written during a mount (writeCacheFolder).')
  readonly writeCacheFolder!: string;

  @Field(() => Boolean, { description: 'Whether it offers backups over NFS (vPowerNFSEnabled).' })
  readonly vPowerNfs!: boolean;

  @OptionalCount("TCP port for mounts. null: the product's own.", 1, LARGEST_PORT)
  readonly mountPort?: number | null;

  @OptionalCount("TCP port of NFS (vPowerNFSPort). null: the product's own.", 1, LARGEST_PORT)
  readonly nfsPort?: number | null;
}

@InputType('VbrMountServersInput', {
  description: 'Servers that mount backups for restores. Revision 1.2-rev1 takes one, later ones two.',
})
export class VbrMountServersInput {
  @OptionalPart(() => VbrMountServerInput, 'The one on Windows. null: none.')
  readonly windows?: VbrMountServerInput | null;

  @OptionalPart(() => VbrMountServerInput, 'The one on Linux. null: none.')
  readonly linux?: VbrMountServerInput | null;
}

@InputType('VbrAzureApplianceInput', {
  description: 'The helper machine that works on backups inside Azure (proxyAppliance).',
})
export class VbrAzureApplianceInput {
  @RequiredKey("The product's own id of the subscription (subscriptionId).")
  readonly subscriptionId!: string;

  @OptionalText("Size of the machine (instanceSize). null: the product's choice.")
  readonly instanceSize?: string | null;

  @OptionalText("Its resource group (resourceGroup). null: the product's choice.")
  readonly resourceGroup?: string | null;

  @OptionalText("Its network (virtualNetwork). null: the product's choice.")
  readonly virtualNetwork?: string | null;

  @OptionalText("Its subnet (subnet). null: the product's choice.")
  readonly subnet?: string | null;

  @OptionalCount("TCP port it is reached at (redirectorPort). null: the product's own.", 1, LARGEST_PORT)
  readonly redirectorPort?: number | null;
}

@InputType('VbrAmazonApplianceInput', {
  description: 'The helper machine that works on backups inside Amazon EC2 (proxyAppliance).',
})
export class VbrAmazonApplianceInput {
  @OptionalText("Type of the machine (ec2InstanceType). null: the product's choice.")
  readonly ec2InstanceType?: string | null;

  @OptionalText("Name of its network (vpcName). null: the product's choice, or told by `vpcId`.")
  readonly vpcName?: string | null;

  @OptionalText('Id of its network (vpcId). null: not told.')
  readonly vpcId?: string | null;

  @OptionalText("Name of its subnet (subnetName). null: the product's choice, or told by `subnetId`.")
  readonly subnetName?: string | null;

  @OptionalText('Id of its subnet (subnetId). null: not told.')
  readonly subnetId?: string | null;

  @OptionalText("Its security group (securityGroup). null: the product's choice.")
  readonly securityGroup?: string | null;

  @OptionalCount("TCP port it is reached at (redirectorPort). null: the product's own.", 1, LARGEST_PORT)
  readonly redirectorPort?: number | null;
}

@InputType('VbrVaultInput', { description: 'A vault of Veeam Data Cloud (account.vault).' })
export class VbrVaultInput {
  @RequiredText('Id of the vault (vaultId).')
  readonly vaultId!: string;

  @OptionalText('Name of the vault (vaultName). null: not told.')
  readonly vaultName?: string | null;

  @OptionalText('Its container (storageContainerName). null: not told.')
  readonly storageContainerName?: string | null;

  @Field(() => Boolean, {
    description: 'Whether the vault is assigned to the server already (isInitialized).',
  })
  readonly isInitialized!: boolean;

  @Field(() => [String], { nullable: true, description: 'Folders in it (folders). null: not told.' })
  readonly folders?: string[] | null;

  @OptionalText('Its region (regionId; since 1.3-rev2). null: not told.')
  readonly regionId?: string | null;
}
