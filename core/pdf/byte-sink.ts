import { latin1Bytes } from './chars.ts';

/** Pieces of this size and up are kept as they are until the end, smaller ones are copied together. */
const BY_REFERENCE_FROM = 2048;

/** Collects bytes in order; large ones are referred to, and copied once when the whole is put together. */
export class ByteSink {
  readonly #parts: Uint8Array[] = [];
  #buffer = new Uint8Array(16_384);
  #used = 0;
  #flushed = 0;

  /** Bytes collected so far. */
  get length(): number {
    return this.#flushed + this.#used;
  }

  /** @param text - characters below U+0100 */
  text(text: string): void {
    if (text.length > this.#buffer.length - this.#used) {
      this.bytes(latin1Bytes(text));
      return;
    }
    for (let i = 0; i < text.length; i++) this.#buffer[this.#used++] = text.charCodeAt(i);
  }

  /** @param bytes - not to be changed before {@link copyTo} */
  bytes(bytes: Uint8Array): void {
    if (bytes.length >= BY_REFERENCE_FROM) {
      this.#flush();
      this.#parts.push(bytes);
      this.#flushed += bytes.length;
      return;
    }
    if (bytes.length > this.#buffer.length - this.#used) this.#flush();
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  #flush(): void {
    if (this.#used === 0) return;
    this.#parts.push(this.#buffer.subarray(0, this.#used));
    this.#flushed += this.#used;
    this.#buffer = new Uint8Array(16_384);
    this.#used = 0;
  }

  /** Writes all that was collected into `target` from `offset` on. */
  copyTo(target: Uint8Array, offset = 0): void {
    let at = offset;
    for (const part of [...this.#parts, this.#buffer.subarray(0, this.#used)]) {
      target.set(part, at);
      at += part.length;
    }
  }

  /** All that was collected, in one piece. */
  take(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.length);
    this.copyTo(whole);
    return whole;
  }
}
