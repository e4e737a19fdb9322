import { Field, Float, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export enum PolicyOrderField {
  NAME = 'NAME',
}
registerEnumType(PolicyOrderField, { name: 'PolicyOrderField' });

export enum SortDirection {
  ASC = 'ASC',
}
registerEnumType(SortDirection, { name: 'SortDirection' });

export enum SessionGroupKey {
  PRODUCT = 'PRODUCT',
}
registerEnumType(SessionGroupKey, { name: 'SessionGroupKey' });

@InputType()
export class PolicyOrder {
  @Field(() => PolicyOrderField)
  field!: PolicyOrderField;

  @Field(() => SortDirection)
  direction!: SortDirection;
}

@InputType()
export class ReportScope {
  @Field(() => [String])
  servers!: string[];
}

@InputType()
export class TimeWindow {
  @Field(() => String)
  last!: string;
}

@ObjectType()
export class BackupServer {
  @Field(() => String)
  key!: string;

  @Field(() => String)
  name!: string;
}

@ObjectType()
export class Repository {
  @Field(() => String)
  nativeId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Float, { nullable: true })
  capacity!: number | null;

  @Field(() => Float, { nullable: true })
  free!: number | null;
}

@ObjectType()
export class Policy {
  @Field(() => String)
  nativeId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Boolean)
  enabled!: boolean;

  @Field(() => String)
  status!: string;
}

@ObjectType()
export class Session {
  @Field(() => String)
  nativeId!: string;

  @Field(() => String)
  nativeType!: string;

  @Field(() => String)
  kind!: string;

  @Field(() => String)
  state!: string;

  @Field(() => String)
  result!: string;

  @Field(() => String, { nullable: true })
  message!: string | null;

  @Field(() => String, { nullable: true })
  initiatedBy!: string | null;
}

@ObjectType()
export class SourceReport {
  @Field(() => BackupServer)
  server!: BackupServer;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class PolicyConnection {
  @Field(() => [Policy])
  nodes!: Policy[];

  @Field(() => [SourceReport])
  sources!: SourceReport[];
}

@ObjectType()
export class SessionConnection {
  @Field(() => [Session])
  nodes!: Session[];
}

@ObjectType()
export class SessionStats {
  @Field(() => Int)
  count!: number;

  @Field(() => Int)
  success!: number;

  @Field(() => Int)
  warning!: number;

  @Field(() => Int)
  failed!: number;

  @Field(() => Int)
  cancelled!: number;

  @Field(() => Int)
  running!: number;

  @Field(() => Float, { nullable: true })
  successRate!: number | null;

  @Field(() => String, { nullable: true })
  averageDuration!: string | null;
}

@ObjectType()
export class SessionGroup {
  @Field(() => String)
  product!: string;

  @Field(() => SessionStats)
  stats!: SessionStats;
}

@ObjectType()
export class SessionReport {
  @Field(() => SessionStats)
  total!: SessionStats;

  @Field(() => [SessionGroup])
  groups!: SessionGroup[];
}

@ObjectType()
export class Report {
  @Field(() => [String])
  servers!: string[];
}
