/**
 * The name that Git gives to a file's bytes (git-hash-object(1), SHA-1 repositories).
 *
 * @param bytes - the file
 * @returns 40 hexadecimal digits
 */
export async function blobHash(bytes: Uint8Array): Promise<string> {
  const header = new TextEncoder().encode(`blob ${bytes.length}\0`);
  const object = new Uint8Array(header.length + bytes.length);
  object.set(header);
  object.set(bytes, header.length);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-1', object));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
