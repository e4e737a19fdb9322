import { createHmac, timingSafeEqual } from 'node:crypto';

const MAC = 'sha256';
const MAC_BYTES = 32;

/** Tells what replicas have put somewhere from whatever else lies there: a code over the content and the name it lies under. */
export class Seal {
  constructor(private readonly key: string) {}

  close(content: Buffer, name: string): Buffer {
    return Buffer.concat([this.code(content, name), content]);
  }

  /** The content; null: nobody who knows the key has put it there, under that name. */
  open(sealed: Buffer, name: string): Buffer | null {
    if (sealed.length < MAC_BYTES) return null;
    const content = sealed.subarray(MAC_BYTES);
    return timingSafeEqual(sealed.subarray(0, MAC_BYTES), this.code(content, name)) ? content : null;
  }

  private code(content: Buffer, name: string): Buffer {
    return createHmac(MAC, this.key).update(name).update('\0').update(content).digest();
  }
}
