import { Module, Controller, Get, Header, Inject, Redirect } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { GatewayConfig } from '../config/gateway-config.js';
import { Callers } from '../auth/callers/callers.js';
import { BuiltPage, PageFilesController } from '../pages/built-page.js';
import type { BoardData } from './board-data.js';

/** The board as it was built. */
class Board extends BuiltPage {
  constructor() {
    super('board');
  }
}

/** Leads whoever opens the bare address to the query page, where there is no board. */
@Controller()
class EntranceController {
  @Get()
  @Redirect('graphql')
  enter(): void {
    // The address alone is the answer.
  }
}

/** Serves the board to whoever opens the bare address. */
@Controller()
class BoardController {
  constructor(
    @Inject(Board) private readonly board: Board,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-cache')
  page(): Promise<string> {
    const data: BoardData = { isAsking: this.callers.isAsking };
    return this.board.htmlWith(data);
  }
}

@Controller('board')
class BoardFilesController extends PageFilesController {
  constructor(@Inject(Board) board: Board) {
    super(board);
  }
}

/** What stands at the bare address: the board, or the way to the query page. */
@Module({})
export class BoardModule {
  static forConfig({ board }: Pick<GatewayConfig, 'board'>): DynamicModule {
    if (board === 'off') return { module: BoardModule, controllers: [EntranceController] };
    return { module: BoardModule, controllers: [BoardController, BoardFilesController], providers: [Board] };
  }
}
