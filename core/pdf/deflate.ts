/**
 * Encodes bytes for /FlateDecode with the platform's own compressor.
 *
 * @param bytes - what to encode
 * @returns zlib data
 */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const encoded = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(encoded).arrayBuffer());
}
