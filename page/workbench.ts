import { OperationTypeNode, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import type { EditorView } from 'codemirror';
import type { Example } from '../src/platform/query-page/page-data.ts';
import { jsonEditor, queryEditor, resultView, setText, textOf } from './editors.ts';
import { byId } from './element.ts';
import { indentJson, isJson } from './format.ts';
import { errorsOf, messageOf } from './gateway.ts';
import type { Answer, Gateway, Operation } from './gateway.ts';

const DRAFT_NAME = 'veeam-graphql-gateway.draft';
/** Events of a subscription that stay visible. */
const MOST_EVENTS = 100;

/** The three editors, the result, and what runs. */
export class Workbench {
  readonly query: EditorView;
  private readonly variables: EditorView;
  private readonly headers: EditorView;
  private readonly result = resultView(byId('result', HTMLElement));
  private readonly facts = byId('facts', HTMLOutputElement);
  private readonly stopButton = byId('stop', HTMLButtonElement);
  private running: AbortController | undefined;

  constructor(
    private readonly gateway: Gateway,
    showType: (name: string) => void,
    private readonly caller: {
      /** Whether anything can be asked: asks for a key where one is needed. */
      isReady(): Promise<boolean>;
      /** Every answer, with its status. */
      answered(status: number): void;
    },
  ) {
    const run = (): void => void this.run();
    this.query = queryEditor(byId('query', HTMLElement), run, showType, () => this.keepDraft());
    this.variables = jsonEditor(byId('variables', HTMLElement), 'Variables', run);
    this.headers = jsonEditor(byId('headers', HTMLElement), 'Headers', run);
    byId('run', HTMLButtonElement).onclick = run;
    this.stopButton.onclick = () => {
      this.stop();
      this.say('Stopped');
    };
  }

  /** What was written before the page was loaded anew. */
  restoreDraft(): boolean {
    const draft = sessionStorage.getItem(DRAFT_NAME);
    if (draft === null) return false;
    const { query, variables } = JSON.parse(draft) as { query: string; variables: string };
    this.write(query, variables);
    return true;
  }

  async open({ query, variables, lookup }: Example): Promise<void> {
    this.stop();
    this.write(query, variables === undefined ? '' : JSON.stringify(variables, null, 2));
    setText(this.result, '');
    this.say('');
    if (lookup === undefined || !(await this.caller.isReady())) return;
    const id = await this.gateway.firstIdOf(lookup.query).catch(() => undefined);
    if (textOf(this.query) !== query) return;
    if (id === undefined) this.say(`Nothing was found for $${lookup.variable}.`, true);
    else setText(this.variables, JSON.stringify({ ...variables, [lookup.variable]: id }, null, 2));
  }

  async run(): Promise<void> {
    this.stop();
    if (!(await this.caller.isReady())) return;
    const run = (this.running = new AbortController());
    this.stopButton.hidden = false;
    this.say('Running …');
    this.facts.closest('section')?.scrollIntoView({ block: 'nearest' });
    try {
      const headers = headersIn(textOf(this.headers));
      const { type, operation } = this.operation();
      if (type === OperationTypeNode.SUBSCRIPTION) await this.follow(operation, headers, run.signal);
      else await this.ask(operation, headers, run.signal);
    } catch (error) {
      if (!run.signal.aborted) this.say(messageOf(error), true);
    } finally {
      if (this.running === run) this.stop();
    }
  }

  private stop(): void {
    if (this.running !== undefined && !this.running.signal.aborted) this.running.abort();
    this.running = undefined;
    this.stopButton.hidden = true;
  }

  private async ask(
    operation: Operation,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<void> {
    const start = performance.now();
    const answer = await this.gateway.ask(operation, headers, signal);
    const size = new Intl.NumberFormat('en').format(answer.text.length);
    const duration = Math.round(performance.now() - start);
    this.show([answer.text]);
    this.tell(answer, `${duration} ms, ${size} characters`);
  }

  private async follow(
    operation: Operation,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<void> {
    let events: string[] = [];
    let count = 0;
    this.say('Waiting for the first event …');
    for await (const answer of this.gateway.follow(operation, headers, signal)) {
      if (answer.status !== 200) {
        this.show([answer.text]);
        return this.tell(answer, 'refused');
      }
      count += 1;
      events = [answer.text, ...events].slice(0, MOST_EVENTS);
      this.show(events);
      this.say(`${countOf(count, 'event')}, newest first; following …`);
    }
    this.say(`${countOf(count, 'event')}, newest first; it has ended`);
  }

  private show(texts: readonly string[]): void {
    const laidOut = texts.map((text) => (isJson(text) ? indentJson(text) : text));
    setText(this.result, laidOut.join('\n\n'));
    this.result.scrollDOM.scrollTop = 0;
  }

  private tell({ status, text }: Answer, facts: string): void {
    const errors = errorsOf(text).length;
    this.say(
      `${status}, ${errors > 0 ? `${countOf(errors, 'error')}, ` : ''}${facts}`,
      errors > 0 || status !== 200,
    );
    this.caller.answered(status);
  }

  private say(text: string, isWrong = false): void {
    this.facts.value = text;
    this.facts.classList.toggle('wrong', isWrong);
  }

  /** Of several operations the one with the cursor in it. A document that cannot be read is sent as it is: the gateway says what is wrong. */
  private operation(): { type: OperationTypeNode | undefined; operation: Operation } {
    const query = textOf(this.query);
    const variables = objectIn(textOf(this.variables), 'Variables');
    const operations = operationsOf(query);
    const cursor = this.query.state.selection.main.head;
    const one =
      operations.find(({ loc }) => loc && loc.start <= cursor && cursor <= loc.end) ?? operations[0];
    const operationName = operations.length > 1 ? one?.name?.value : undefined;
    return { type: one?.operation, operation: { query, variables, operationName } };
  }

  private write(query: string, variables: string): void {
    setText(this.variables, variables);
    setText(this.query, query);
    byId('variables-panel', HTMLDetailsElement).open = variables !== '';
  }

  private keepDraft(): void {
    const draft = { query: textOf(this.query), variables: textOf(this.variables) };
    sessionStorage.setItem(DRAFT_NAME, JSON.stringify(draft));
  }
}

const countOf = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

function operationsOf(query: string): OperationDefinitionNode[] {
  try {
    return parse(query).definitions.filter((definition) => definition.kind === 'OperationDefinition');
  } catch {
    return [];
  }
}

/** The text as it stands, once it is known to be a JSON object. */
function objectIn(text: string, name: string): string {
  if (text.trim() === '') return '{}';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : 'no JSON'}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${name}: write an object, such as { "name": "value" }`);
  return text;
}

function headersIn(text: string): Record<string, string> {
  const headers = JSON.parse(objectIn(text, 'Headers')) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
