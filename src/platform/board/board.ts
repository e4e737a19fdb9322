import { BuiltPage } from '../pages/built-page.js';

/** The board as it was built. */
export class Board extends BuiltPage {
  constructor() {
    super('board');
  }
}
