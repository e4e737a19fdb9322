import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { GatewayConfig } from '../config/gateway-config.js';
import { BoardController } from './board.controller.js';
import { Board } from './board.js';
import { EntranceController } from './entrance.controller.js';

/** What stands at the bare address: the board, or the way to the query page. */
@Module({})
export class BoardModule {
  static forConfig({ board }: Pick<GatewayConfig, 'board'>): DynamicModule {
    if (board === 'off') return { module: BoardModule, controllers: [EntranceController] };
    return { module: BoardModule, controllers: [BoardController], providers: [Board] };
  }
}
