import { updateSchema } from 'cm6-graphql';
import type { Example, PageData } from '../src/platform/query-page/page-data.ts';
import { byId, make } from './element.ts';
import { Gateway, Refusal, messageOf } from './gateway.ts';
import { askForKey } from './key-dialog.ts';
import { SchemaBrowser } from './schema-browser.ts';
import { Workbench } from './workbench.ts';

const { isAsking, examples } = JSON.parse(byId('page-data', HTMLScriptElement).text) as PageData;
const gateway = new Gateway();
const schemaPane = byId('schema', HTMLElement);
const schemaToggle = byId('schema-toggle', HTMLButtonElement);
const changeKey = byId('change-key', HTMLButtonElement);
const browser = new SchemaBrowser(schemaPane);
const standing = byId('standing', HTMLOutputElement);
const workbench = new Workbench(gateway, showType, { isReady, answered });
/** Whether the schema may be there the next time it is asked for. */
let isSchemaMissing = false;

listExamples();
const hasDraft = workbench.restoreDraft();
schemaToggle.onclick = () => showSchema(schemaPane.hidden !== false);
schemaPane.onkeydown = ({ key }) => {
  if (key === 'Escape') showSchema(false);
};
changeKey.hidden = !isAsking;
changeKey.onclick = () => void enterKey();
if (!hasDraft) await openFirst();
// Before anything is waited for: by then somebody may be writing elsewhere. A dialog gives it back.
workbench.query.focus();
if (isLackingKey()) await enterKey();
else await readSchema();

function listExamples(): void {
  const items = examples.map((example) => {
    const open = (): void => void openExample(example, button);
    const button = make('button', { type: 'button', onclick: open }, example.name);
    return make('li', {}, button);
  });
  byId('examples', HTMLUListElement).replaceChildren(...items);
}

async function openFirst(): Promise<void> {
  const button = document.querySelector<HTMLButtonElement>('#examples button');
  if (examples[0] && button) await openExample(examples[0], button);
}

async function openExample(example: Example, button: HTMLButtonElement): Promise<void> {
  for (const other of document.querySelectorAll('#examples button')) other.removeAttribute('aria-current');
  button.setAttribute('aria-current', 'true');
  await workbench.open(example);
}

function isLackingKey(): boolean {
  return isAsking && gateway.key === null;
}

async function isReady(): Promise<boolean> {
  if (isLackingKey()) await enterKey();
  return !isLackingKey();
}

function answered(status: number): void {
  if (status === 401) void replaceKey('The gateway takes this key no longer.');
  else if (isSchemaMissing) void readSchema();
}

/** Nothing more is asked with the key. */
async function replaceKey(reason: string): Promise<void> {
  if (!isAsking) return;
  gateway.forgetKey();
  await enterKey(reason);
}

async function enterKey(reason?: string): Promise<void> {
  const before = gateway.key;
  await askForKey(gateway, reason);
  if (gateway.key !== before || isLackingKey()) await readSchema();
}

/**
 * Asked once for a key: completion, the checks of the editor and the browser share it. Whoever may not see it does not ask: it would stand
 * in the audit.
 */
async function readSchema(): Promise<void> {
  const { key } = gateway;
  if (isLackingKey()) return withoutSchema('No key yet.');
  isSchemaMissing = false;
  try {
    const permissions = await gateway.permissions();
    if (gateway.key !== key) return;
    standing.value = isAsking ? `Role ${permissions.role}.` : '';
    if (!permissions.runsAnyDocument)
      return withoutSchema(
        `${standing.value} Only listed documents may be run, and the schema is not shown.`,
      );
    if (!permissions.seesSchema)
      return withoutSchema(
        `${standing.value} The schema is not shown to this role, so nothing is completed.`,
      );
    const schema = await gateway.schema();
    if (gateway.key !== key) return;
    updateSchema(workbench.query, schema);
    browser.show(schema);
  } catch (error) {
    if (gateway.key !== key) return;
    if (error instanceof Refusal && error.status === 401) return replaceKey(error.message);
    isSchemaMissing = true;
    withoutSchema(messageOf(error));
  }
}

function withoutSchema(reason: string): void {
  standing.value = reason.trim();
  updateSchema(workbench.query, undefined);
  browser.say(reason.trim());
}

function showType(name: string): void {
  showSchema(true);
  browser.open(name);
}

function showSchema(isShown: boolean): void {
  schemaPane.hidden = !isShown;
  schemaToggle.setAttribute('aria-expanded', String(isShown));
  if (isShown && isSchemaMissing) void readSchema();
  if (isShown) schemaPane.querySelector('input')?.focus();
  else schemaToggle.focus();
}
