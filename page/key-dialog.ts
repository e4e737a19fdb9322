import { byId } from './element.ts';
import { messageOf } from './gateway.ts';
import type { Gateway } from './gateway.ts';

/** Asks for the key, until the gateway takes one or whoever is asked turns away. `reason`: why it is asked for once more. */
export async function askForKey(gateway: Gateway, reason = ''): Promise<void> {
  const dialog = byId('key-dialog', HTMLDialogElement);
  const input = byId('key', HTMLInputElement);
  const refusal = byId('key-refusal', HTMLOutputElement);

  byId('key-later', HTMLButtonElement).onclick = () => dialog.close();
  byId('key-form', HTMLFormElement).onsubmit = async (event) => {
    event.preventDefault();
    const key = input.value.trim().replace(/^Bearer\s+/i, '');
    refusal.value = await refusalOf(gateway, key);
    if (refusal.value !== '') return input.select();
    gateway.useKey(key);
    dialog.close();
  };
  refusal.value = reason;
  const closed = new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  if (!dialog.open) dialog.showModal();
  await closed;
  input.value = '';
}

/** Empty: the key is taken. */
async function refusalOf(gateway: Gateway, key: string): Promise<string> {
  if (/[^\x21-\x7e]/.test(key)) return 'A key has no blanks, and only letters, digits and signs.';
  try {
    await gateway.permissions(key);
    return '';
  } catch (error) {
    return messageOf(error);
  }
}
