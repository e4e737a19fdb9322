import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadContract } from './openapi.js';
import type { Contract, ContractOptions } from './openapi.js';

const SHAPES = {
  openapi: '3.0.1',
  paths: {
    '/shapes/{id}': {
      get: {
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Shape' } } } },
          204: {},
        },
      },
      put: {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Circle' } } } },
        responses: { 200: { $ref: '#/components/responses/Done' } },
      },
    },
  },
  components: {
    responses: { Done: { content: { 'application/json': { schema: { type: 'object' } } } } },
    schemas: {
      Kind: { type: 'string', enum: ['Circle', 'Square', 'Point'] },
      Shape: {
        type: 'object',
        required: ['id', 'kind', 'forgotten'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          kind: { $ref: '#/components/schemas/Kind' },
          drawn: { type: 'string', format: 'date-time' },
          label: { type: 'string', nullable: true },
        },
        oneOf: [{ $ref: '#/components/schemas/Circle' }, { $ref: '#/components/schemas/Square' }],
        discriminator: {
          propertyName: 'kind',
          mapping: { Circle: '#/components/schemas/Circle', Square: '#/components/schemas/Square' },
        },
      },
      Circle: {
        allOf: [
          { $ref: '#/components/schemas/Shape' },
          {
            type: 'object',
            required: ['radius'],
            properties: { radius: { type: 'number', format: 'double' } },
          },
        ],
      },
      Square: {
        type: 'object',
        required: ['inner'],
        allOf: [{ $ref: '#/components/schemas/Shape' }],
        properties: { inner: { type: 'array', items: { $ref: '#/components/schemas/Shape' } } },
      },
    },
  },
};

const id = '0b9c6d8e-1111-4222-8333-944444444444';
const point = { id, kind: 'Point' };
const circle = { id, kind: 'Circle', radius: 2.5 };

describe('the contract validator', () => {
  let folder: string;
  let before: string | undefined;

  beforeAll(() => {
    before = process.env['CONTRACTS_DIR'];
    folder = mkdtempSync(join(tmpdir(), 'contracts-'));
    process.env['CONTRACTS_DIR'] = folder;
    writeFileSync(join(folder, 'shapes.json'), JSON.stringify(SHAPES));
  });

  afterAll(() => {
    if (before === undefined) delete process.env['CONTRACTS_DIR'];
    else process.env['CONTRACTS_DIR'] = before;
    rmSync(folder, { recursive: true });
  });

  function shapes(options: ContractOptions = {}): Contract {
    const contract = loadContract('shapes.json', options);
    if (!contract) throw new Error('shapes.json was not found');
    return contract;
  }
  const get = (body: unknown, status = 200): string[] =>
    shapes().validateResponse('GET', '/Shapes/{shapeId}/', status, body);

  it.each<[string, unknown]>([
    ['the base of a polymorphic model', point],
    ['a child by its discriminator', circle],
    ['children inside children', { id, kind: 'Square', inner: [circle, { id, kind: 'Square', inner: [] }] }],
    ['null where it is declared', { ...point, label: null }],
    ['times with seven digits', { ...point, drawn: '2026-01-02T03:04:05.1234567+01:00' }],
    ['times without an offset', { ...point, drawn: '2026-01-02T03:04:05' }],
  ])('accepts %s', (_title, body) => {
    expect(get(body)).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ['a property nobody declares', { ...point, colour: 'red' }, /unevaluated.*colour/],
    ["another child's property", { ...circle, inner: [] }, /unevaluated.*inner/],
    ['a missing property of the child', { id, kind: 'Circle' }, /radius/],
    [
      'a mistake deep inside',
      { id, kind: 'Square', inner: [{ ...circle, radius: 'wide' }] },
      /inner\/0\/radius/,
    ],
    ['an unknown word', { id, kind: 'Blob' }, /kind/],
    ['null where it is not declared', { ...point, drawn: null }, /drawn/],
    ['a bad identifier', { ...point, id: '17' }, /uuid/],
    ['a missing body', undefined, /no body/],
  ])('reports %s', (_title, body, message) => {
    expect(get(body).join('\n')).toMatch(message);
  });

  it('reports undeclared operations, statuses and bodies', () => {
    expect(get(point, 418).join()).toMatch(/418/);
    expect(get(point, 204).join()).toMatch(/declares none/);
    expect(shapes().validateResponse('GET', '/circles', 200, {}).join()).toMatch(/not in the contract/);
  });

  it('lets listed nulls pass', () => {
    const tolerant = shapes({ toleratedNulls: ['drawn'] });
    expect(tolerant.validateResponse('GET', '/shapes/{id}', 200, { ...point, drawn: null })).toEqual([]);
  });

  it('judges request bodies', () => {
    expect(shapes().validateRequest('PUT', '/shapes/{id}', circle)).toEqual([]);
    expect(
      shapes()
        .validateRequest('PUT', '/shapes/{id}', { ...circle, radius: null })
        .join(),
    ).toMatch(/radius/);
  });

  it('knows that a file is absent', () => {
    expect(loadContract('other.json')).toBeUndefined();
  });
});
