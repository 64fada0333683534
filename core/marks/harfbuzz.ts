/**
 * HarfBuzz, called through the exports of its WebAssembly module. The package's own JavaScript compiles the module when
 * it is imported, which a Worker does not allow; what shaping needs of it is these few functions.
 */
export interface Harfbuzz {
  /**
   * @param font - an OpenType font file
   * @returns a handle to it; `close` it, or its bytes stay in the module's memory
   */
  open(font: Uint8Array): HarfbuzzFont;
}

export interface HarfbuzzFont {
  /**
   * Shapes a part of a text that is in one script and one direction.
   *
   * @param text - the whole text: letters join to their neighbours across the ends of the part
   * @param start - first UTF-16 code unit of the part
   * @param end - the code unit after its last
   * @param rightToLeft - whether the part runs right to left
   * @returns its glyphs from left to right, in font units
   */
  shape(text: string, start: number, end: number, rightToLeft: boolean): ShapedGlyph[];
  close(): void;
}

interface ShapedGlyph {
  readonly glyph: number;
  readonly advance: number;
  readonly dx: number;
  readonly dy: number;
}

/** hb-common.h and hb-blob.h */
const HB_DIRECTION_LTR = 4;
const HB_DIRECTION_RTL = 5;
const HB_MEMORY_MODE_WRITABLE = 2;
/** 32-bit words of hb_glyph_info_t and of hb_glyph_position_t */
const WORDS = 5;
const WASM_PAGE = 65_536;

type Export = (...values: number[]) => number;

/** @param wasm - harfbuzz.wasm of the package harfbuzzjs, compiled */
export async function openHarfbuzz(wasm: WebAssembly.Module): Promise<Harfbuzz> {
  const stop = () => {
    throw new Error('HarfBuzz gave up.');
  };
  const imports = {
    wasi_snapshot_preview1: { proc_exit: stop },
    env: {
      _abort_js: stop,
      _emscripten_runtime_keepalive_clear: () => {},
      _setitimer_js: () => 0,
      emscripten_resize_heap: (size: number) => {
        const { buffer } = memory;
        return memory.grow(Math.ceil((size - buffer.byteLength) / WASM_PAGE)) < 0 ? 0 : 1;
      },
    },
  };
  const { exports } = await WebAssembly.instantiate(wasm, imports);
  const memory = exports.memory as WebAssembly.Memory;
  const call = (name: string, ...values: number[]): number => (exports[name] as Export)(...values);
  call('__wasm_call_ctors');

  /** Views are made anew after each call: the memory may have grown and the old ones be detached. */
  const copyIn = (bytes: Uint8Array): number => {
    const at = call('malloc', bytes.length);
    if (at === 0) throw new RangeError('HarfBuzz has no memory left.');
    new Uint8Array(memory.buffer).set(bytes, at);
    return at;
  };

  return {
    open(bytes) {
      const data = copyIn(bytes);
      const blob = call('hb_blob_create', data, bytes.length, HB_MEMORY_MODE_WRITABLE, 0, 0);
      const face = call('hb_face_create', blob, 0);
      const font = call('hb_font_create', face);
      call('hb_blob_destroy', blob);
      return {
        shape(text, start, end, rightToLeft) {
          const units = Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
          const utf16 = copyIn(new Uint8Array(units.buffer));
          const buffer = call('hb_buffer_create');
          call('hb_buffer_add_utf16', buffer, utf16, text.length, start, end - start);
          call('hb_buffer_set_direction', buffer, rightToLeft ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
          call('hb_buffer_guess_segment_properties', buffer);
          call('hb_shape', font, buffer, 0, 0);
          const count = call('hb_buffer_get_length', buffer);
          const infos = call('hb_buffer_get_glyph_infos', buffer, 0);
          const positions = call('hb_buffer_get_glyph_positions', buffer, 0);
          const info = new Uint32Array(memory.buffer, infos, WORDS * count);
          const position = new Int32Array(memory.buffer, positions, WORDS * count);
          const glyphs = Array.from({ length: count }, (_, i) => ({
            glyph: info[WORDS * i] ?? 0,
            advance: position[WORDS * i] ?? 0,
            dx: position[WORDS * i + 2] ?? 0,
            dy: position[WORDS * i + 3] ?? 0,
          }));
          call('hb_buffer_destroy', buffer);
          call('free', utf16);
          return glyphs;
        },
        close() {
          call('hb_font_destroy', font);
          call('hb_face_destroy', face);
          call('free', data);
        },
      };
    },
  };
}
