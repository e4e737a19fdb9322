import type { Random } from '../kit/random.js';

const bytes = Buffer.alloc(16);

/** A version 4 UUID like `random.uuid()`, fast and compact enough for a million of them. */
export function sessionId(random: Random): string {
  for (let offset = 0; offset < 16; offset += 4)
    bytes.writeUInt32BE(Math.floor(random.next() * 0x1_0000_0000), offset);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return dashed(bytes.toString('hex'));
}

/**
 * The id of what one policy session did to one instance. It holds the session's usn and the instance's position in the
 * policy, so that these sessions, a multiple of the others in number, need not be kept.
 */
export function instanceSessionId(usn: number, position: number): string {
  const head = usn.toString(16).padStart(8, '0');
  return dashed(`${head}${position.toString(16).padStart(4, '0')}4aaa8bbb000000000000`);
}

export function parseInstanceSessionId(id: string): { usn: number; position: number } | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-4aaa-8bbb-0{12}$/i.exec(id);
  return match?.[1] !== undefined && match[2] !== undefined
    ? { usn: Number.parseInt(match[1], 16), position: Number.parseInt(match[2], 16) }
    : undefined;
}

function dashed(hex: string): string {
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return parts.join('-');
}
