import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Callers } from '../auth/callers/callers.js';
import { sendPageFile } from '../pages/send-page-file.js';
import type { BoardData } from './board-data.js';
import { Board } from './board.js';

/** Serves the board to whoever opens the bare address, and what it loads. */
@Controller()
export class BoardController {
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

  @Get('board/*')
  file(@Param('*') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return sendPageFile(this.board, name, request, reply);
  }
}
