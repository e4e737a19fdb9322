import { BuiltPage } from '../pages/built-page.js';

/** The query page as it was built. */
export class QueryPage extends BuiltPage {
  constructor() {
    super('page');
  }
}
