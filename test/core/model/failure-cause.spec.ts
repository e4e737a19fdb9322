import { FAILURE_CLASSES, causeOf } from '../../../src/core/model/failure-cause.js';
import type { FailureClass } from '../../../src/core/model/failure-cause.js';

/** How products put it, in the languages of their consoles. */
const TEXTS: readonly (readonly [FailureClass, string])[] = [
  ['CREDENTIALS', 'Failed to connect to host srv01. Access is denied.'],
  ['CREDENTIALS', 'Logon failure: unknown user name or bad password.'],
  ['CREDENTIALS', 'Zugriff verweigert. Host: srv01'],
  ['CREDENTIALS', 'Accès refusé'],
  ['CREDENTIALS', 'Acceso denegado al servidor'],
  ['CREDENTIALS', 'アクセスが拒否されました'],
  ['CREDENTIALS', '拒绝访问'],
  ['NETWORK', 'The RPC server is unavailable.'],
  ['NETWORK', 'Could not connect to proxy px-02: no route to host'],
  ['NETWORK', 'Die Verbindung wurde vom Remotehost geschlossen'],
  ['NETWORK', 'La connexion a été interrompue'],
  ['NETWORK', '无法连接到服务器'],
  ['SPACE', 'There is not enough space on the disk.'],
  ['SPACE', 'Insufficient free space on repository Default'],
  ['SPACE', 'Nicht genügend Speicherplatz auf dem Datenträger'],
  ['SPACE', 'Espace disque insuffisant'],
  ['SPACE', 'ディスク容量が不足しています'],
  ['OBJECT_LOCKED', 'Elif Tran: the mailbox is locked by a move request'],
  ['OBJECT_LOCKED', 'File is in use by another process'],
  ['OBJECT_LOCKED', 'Die Datei wird verwendet'],
  ['OBJECT_MISSING', 'Virtual machine app-01 was not found'],
  ['OBJECT_MISSING', 'Le site est introuvable'],
  ['OBJECT_MISSING', 'Das Postfach ist nicht vorhanden'],
  ['OBJECT_MISSING', 'ファイルが見つかりません'],
  ['LICENCE', 'License expired: access denied'],
  ['LICENCE', 'Die Lizenz ist abgelaufen'],
  ['SNAPSHOT', 'Failed to create a VM snapshot'],
  ['SNAPSHOT', 'スナップショットを作成できません'],
  ['TIMEOUT', 'Operation timed out'],
  ['TIMEOUT', 'Zeitüberschreitung beim Warten auf den Agenten'],
  ['TIMEOUT', '操作超时'],
  ['CANCELLED', 'Job was cancelled by user admin'],
  ['OTHER', 'Error code 0x80042306'],
  ['OTHER', 'Something went astray'],
];

it.each(TEXTS)('%s: %s', (expected, text) => {
  expect(causeOf('FAILED', text)).toEqual({ class: expected, line: text });
});

it('tells the line that says why', () => {
  const message = 'Processing of srv01 failed\r\n\r\nThere is not enough space on the disk.\nRetry later';
  expect(causeOf('FAILED', message)).toEqual({
    class: 'SPACE',
    line: 'There is not enough space on the disk.',
  });
  expect(causeOf('WARNING', 'One\nTwo')).toEqual({ class: 'OTHER', line: 'One' });
});

it('guesses nothing where nothing is said', () => {
  for (const message of [null, '', ' \n '])
    expect(causeOf('FAILED', message)).toEqual({ class: 'NOT_TOLD', line: null });
});

it('has none where nothing went wrong', () => {
  for (const result of ['SUCCESS', 'NONE', 'UNKNOWN'] as const)
    expect(causeOf(result, 'Access is denied')).toBeNull();
  expect(causeOf('CANCELLED', null)).toEqual({ class: 'CANCELLED', line: null });
});

it('looks at long messages in bounded time', () => {
  const text = `${'no '.repeat(1_000_000)}space`;
  expect(causeOf('FAILED', text)?.class).toBe('OTHER');
});

it('knows a text of every class', () => {
  const known = new Set<string>([...TEXTS.map(([name]) => name), 'NOT_TOLD']);
  expect([...FAILURE_CLASSES].filter((name) => !known.has(name))).toEqual([]);
});
