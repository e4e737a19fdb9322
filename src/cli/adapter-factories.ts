import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AdapterFactory } from '../platform/http/adapter-factory.js';
import { PRODUCTS } from '../products/index.js';

/** The products without the gateway around them. */
@Module({})
class ProductsModule {
  static all(): DynamicModule {
    return { module: ProductsModule, imports: PRODUCTS.map(({ module }) => module) };
  }
}

/** One factory per product, put together by the products' own modules. */
export async function adapterFactories(): Promise<readonly AdapterFactory[]> {
  const context = await NestFactory.createApplicationContext(ProductsModule.all(), { logger: false });
  return PRODUCTS.map(({ factory }) => context.get(factory, { strict: false }));
}
