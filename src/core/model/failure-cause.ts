import type { SessionResult } from './session.js';

export const FAILURE_CLASSES = [
  'CREDENTIALS',
  'NETWORK',
  'SPACE',
  'OBJECT_LOCKED',
  'OBJECT_MISSING',
  'LICENCE',
  'SNAPSHOT',
  'TIMEOUT',
  'CANCELLED',
  'OTHER',
  'NOT_TOLD',
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** Why something failed, by what the product says of it. */
export interface FailureCause {
  readonly class: FailureClass;
  /** The line that says so; null: nothing is said. */
  readonly line: string | null;
}

/** Results that have a cause. */
const TROUBLED: readonly SessionResult[] = ['WARNING', 'FAILED', 'CANCELLED'];

/**
 * Words by which products tell a cause, in the languages their consoles speak: English, German, French, Spanish, Italian, Portuguese,
 * Japanese, Chinese. The first class that fits counts: a licence before the access it denies, an unreachable host before the time it took.
 */
const WORDS: readonly (readonly [FailureClass, RegExp])[] = [
  ['LICENCE', /licen[cs]e|lizenz|licencia|licenza|licença|ライセンス|许可证|授权不足/iu],
  [
    'SPACE',
    /(?:not enough|insufficient|lack of|out of|no|low on)\s+(?:\w+\s+)?(?:disk\s+|storage\s+)?(?:space|storage|room)\b|disk (?:is )?full|\bquota\b|speicherplatz|speicherkontingent|(?:festplatte|datenträger|platte) (?:ist )?voll|espace (?:disque )?insuffisant|disque plein|espacio (?:en disco )?insuficiente|disco (?:lleno|cheio|pieno)|spazio (?:su disco )?insufficiente|espaço (?:em disco )?insuficiente|(?:空き|ディスク)(?:領域|容量)|容量不足|空间不足|磁盘已满/iu,
  ],
  [
    'CREDENTIALS',
    /access (?:is |was )?denied|accessdenied|log-?on fail|log-?in failed|logon failure|authenticat|unauthori[sz]ed|not authori[sz]ed|forbidden|invalid (?:user ?name|password|credential|client secret)|user ?name or password|incorrect password|\bcredentials?\b|\bpermissions?\b|token (?:has |is )?expired|zugriff (?:wurde )?verweigert|anmelde|anmeldung fehlgeschlagen|kennwort|passwort|berechtigung|accès refusé|mot de passe|identifiants|autorisation|acceso denegado|contraseña|credenciales|accesso negato|credenziali|acesso negado|senha|credenciais|アクセス.?拒否|アクセスが拒否|認証|パスワード|拒绝访问|访问被拒绝|身份验证|密码/iu,
  ],
  [
    'OBJECT_LOCKED',
    /\block(?:ed)?\b|\b(?:is|in) use\b|being used by|sharing violation|is busy|\bgesperrt|in verwendung|wird verwendet|verrouillé|en cours d['’]utilisation|bloquead[oa]|en uso|bloccat[oa]|in uso|em uso|ロック|使用中|锁定|占用/iu,
  ],
  [
    'NETWORK',
    /\bnetwork|connection|\bunreachable|not reachable|(?:could not|cannot|can't|unable to|failed to) (?:be )?(?:connect|resolve)|\bhost not found|\bdns\b|rpc server is unavailable|no route to host|\bsocket\b|netzwerk|verbindung|nicht erreichbar|réseau|connexion|injoignable|conexión|\bred\b|connessione|\brete\b|raggiungibile|conexão|\brede\b|ネットワーク|接続|网络|连接|無法連線/iu,
  ],
  [
    'TIMEOUT',
    /time[ds]?[ -]?out|deadline exceeded|zeitüberschreitung|zeitlimit|délai (?:d['’]attente |imparti )?(?:dépassé|expiré)|tiempo de espera|tempo (?:limite|scaduto|esgotado)|タイムアウト|超时/iu,
  ],
  [
    'OBJECT_MISSING',
    /not found|(?:could not|cannot|unable to) (?:be )?(?:find|found|locate)|(?:does not|doesn't|no longer) exists?|\bmissing\b|(?:was|has been|been) (?:removed|deleted)|nicht gefunden|nicht (?:mehr )?vorhanden|existiert nicht|\bfehlt\b|introuvable|n['’]existe (?:pas|plus)|no se (?:encuentra|encontró|ha encontrado)|no existe|non (?:trovat[oa]|esiste)|não (?:foi )?encontrad[oa]|não existe|見つかりません|存在しません|找不到|不存在|未找到/iu,
  ],
  [
    'SNAPSHOT',
    /snapshot|\bvss\b|shadow copy|schattenkopie|momentaufnahme|instantané|cliché instantané|instantánea|istantanea|instantâneo|スナップショット|快照/iu,
  ],
  [
    'CANCELLED',
    /cancel|(?:stopped|aborted|terminated) by|abgebrochen|annulé|annullat[oa]|interrupted by|キャンセル|中止|已取消/iu,
  ],
];

/** So much of a message is looked at. */
const LONGEST_MESSAGE = 1_000;

/** What is said of something that did not go well, cut to length; null: it went well or goes on, or nothing is said. */
export function complaintOf(result: SessionResult, message: string | null): string | null {
  return TROUBLED.includes(result) ? (message?.slice(0, LONGEST_MESSAGE) ?? null) : null;
}

/** null: nothing went wrong, or it has not ended. What no words tell is OTHER, with the text; never a class without its line. */
export function causeOf(result: SessionResult, message: string | null): FailureCause | null {
  if (!TROUBLED.includes(result)) return null;
  const lines = (complaintOf(result, message) ?? '')
    .split(/\r\n|\r|\n/u)
    .filter((line) => line.trim() !== '');
  const [first = null] = lines;
  if (result === 'CANCELLED') return { class: 'CANCELLED', line: first };
  if (first === null) return { class: 'NOT_TOLD', line: null };
  for (const line of lines) {
    const found = WORDS.find(([, words]) => words.test(line));
    if (found !== undefined) return { class: found[0], line };
  }
  return { class: 'OTHER', line: first };
}
