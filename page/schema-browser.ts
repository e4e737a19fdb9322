import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  getNamedType,
} from 'graphql';
import type {
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLNamedType,
  GraphQLSchema,
} from 'graphql';
import { make } from './element.ts';

const MOST_FOUND = 60;

/** Shows the types of a schema with their descriptions, one at a time; each name of a type leads there. */
export class SchemaBrowser {
  private schema: GraphQLSchema | undefined;
  private readonly trail: string[] = [];
  private readonly search = make('input', {
    type: 'search',
    placeholder: 'Find a type or field',
    ariaLabel: 'Find a type or field',
  });
  private readonly content = make('div', {});

  constructor(host: HTMLElement) {
    this.search.oninput = () => this.render();
    host.append(make('h2', {}, 'Schema'), this.search, this.content);
    this.say('The schema is being read …');
  }

  show(schema: GraphQLSchema): void {
    this.schema = schema;
    this.search.hidden = false;
    this.render();
  }

  /** Why there is nothing to show. */
  say(reason: string): void {
    this.schema = undefined;
    this.search.hidden = true;
    this.content.replaceChildren(make('p', {}, reason));
  }

  open(type: string): void {
    this.search.value = '';
    this.trail.push(type);
    this.render();
  }

  private render(): void {
    if (this.schema === undefined) return;
    const wanted = this.search.value.trim().toLowerCase();
    const type = this.schema.getType(this.trail.at(-1) ?? '');
    const parts =
      wanted !== '' ? this.found(this.schema, wanted) : type ? this.about(type) : this.roots(this.schema);
    this.content.replaceChildren(...parts);
  }

  private roots(schema: GraphQLSchema): Node[] {
    const types = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    return types.flatMap((type) =>
      type ? [make('h2', {}, type.name), this.fields(Object.values(type.getFields()))] : [],
    );
  }

  private about(type: GraphQLNamedType): Node[] {
    const back = make('button', { type: 'button', onclick: () => this.back() }, '← Back');
    return [back, make('h2', {}, type.name), make('p', {}, type.description ?? ''), ...this.members(type)];
  }

  private back(): void {
    this.trail.pop();
    this.render();
  }

  private members(type: GraphQLNamedType): Node[] {
    if (isObjectType(type)) return [this.fields(Object.values(type.getFields()))];
    if (isInterfaceType(type)) {
      const { objects } = this.schema?.getImplementations(type) ?? { objects: [] };
      return [this.fields(Object.values(type.getFields())), make('h2', {}, 'Is one of'), this.types(objects)];
    }
    if (isUnionType(type)) return [make('h2', {}, 'Is one of'), this.types(type.getTypes())];
    if (isInputObjectType(type)) return [this.fields(Object.values(type.getFields()))];
    if (!isEnumType(type)) return [];
    const values = type.getValues().flatMap(({ name, description }) => entry([name], description));
    return [make('dl', {}, ...values)];
  }

  private fields(fields: readonly (GraphQLField<unknown, unknown> | GraphQLInputField)[]): HTMLElement {
    return make('dl', {}, ...fields.flatMap((field) => this.field(field)));
  }

  private field(field: GraphQLField<unknown, unknown> | GraphQLInputField, owner = ''): Node[] {
    const nodes = entry([`${owner}${field.name}: `, this.link(field.type)], field.description);
    if (!('args' in field) || field.args.length === 0) return nodes;
    const args = field.args.flatMap((argument) => this.argument(argument));
    return [...nodes, make('dd', {}, make('dl', {}, ...args))];
  }

  private argument({ name, type, description }: GraphQLArgument): Node[] {
    return entry([`${name}: `, this.link(type)], description);
  }

  private types(types: readonly GraphQLNamedType[]): HTMLElement {
    return make('dl', {}, ...types.flatMap((type) => entry([this.link(type)], type.description)));
  }

  private link(type: GraphQLField<unknown, unknown>['type'] | GraphQLInputField['type']): HTMLElement {
    const { name } = getNamedType(type);
    return make(
      'button',
      { type: 'button', className: 'type', onclick: () => this.open(name) },
      String(type),
    );
  }

  private found(schema: GraphQLSchema, wanted: string): Node[] {
    const isFound = ({ name }: { name: string }): boolean => name.toLowerCase().includes(wanted);
    const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
    const byType = types.filter(isFound).flatMap((type) => [...entry([this.link(type)], type.description)]);
    const byField = types.flatMap((type) =>
      isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
        ? Object.values(type.getFields())
            .filter(isFound)
            .flatMap((field) => this.field(field, `${type.name}.`))
        : [],
    );
    const all = [...byType, ...byField].slice(0, MOST_FOUND);
    return all.length > 0 ? [make('dl', {}, ...all)] : [make('p', {}, 'Nothing has this in its name.')];
  }
}

function entry(term: (Node | string)[], description: string | null | undefined): Node[] {
  return [make('dt', {}, ...term), ...(description ? [make('dd', {}, description)] : [])];
}
