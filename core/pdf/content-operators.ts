/** Kinds of operand, as the scanner of content streams tells them apart. */
export const OPERAND = {
  integer: 1,
  real: 2,
  string: 3,
  name: 4,
  array: 5,
  dictionary: 6,
  other: 7,
} as const;

/** Which operands an operator takes, one letter each. */
interface Signature {
  readonly kinds: string;
  /** The number of operands is at most, not exactly, the length of `kinds`. */
  readonly variable: boolean;
}

/**
 * n number, i integer, s string, k name, a array, p property list (name or dictionary), c component (number or name).
 * ISO 32000-2, table A.1; how many components `sc` takes follows from its colour space, four at most.
 */
const SIGNATURES: Readonly<Record<string, string>> = {
  '"': 'nns',
  "'": 's',
  BDC: 'kp',
  BMC: 'k',
  CS: 'k',
  DP: 'kp',
  Do: 'k',
  G: 'n',
  J: 'i',
  K: 'nnnn',
  M: 'n',
  MP: 'k',
  RG: 'nnn',
  TD: 'nn',
  TJ: 'a',
  TL: 'n',
  Tc: 'n',
  Td: 'nn',
  Tf: 'kn',
  Tj: 's',
  Tm: 'nnnnnn',
  Tr: 'i',
  Ts: 'n',
  Tw: 'n',
  Tz: 'n',
  c: 'nnnnnn',
  cm: 'nnnnnn',
  cs: 'k',
  d: 'an',
  d0: 'nn',
  d1: 'nnnnnn',
  g: 'n',
  gs: 'k',
  i: 'n',
  j: 'i',
  k: 'nnnn',
  l: 'nn',
  m: 'nn',
  re: 'nnnn',
  rg: 'nnn',
  ri: 'k',
  sh: 'k',
  v: 'nnnn',
  w: 'n',
  y: 'nnnn',
};
const WITHOUT_OPERANDS = 'B B* BI BT BX EI EMC ET EX F ID Q S T* W W* b b* f f* h n q s'.split(' ');
const VARIABLE: Readonly<Record<string, string>> = {
  SC: 'nnnn',
  sc: 'nnnn',
  SCN: 'c'.repeat(33),
  scn: 'c'.repeat(33),
};

/** Packs a word of at most three characters into a number; longer words are no operators. */
export function packOperator(word: string): number {
  return [...word].reduce((packed, char) => packed * 256 + char.charCodeAt(0), 0);
}

const OPERATORS = new Map<number, Signature>([
  ...Object.entries(SIGNATURES).map(
    ([word, kinds]) => [packOperator(word), { kinds, variable: false }] as const,
  ),
  ...WITHOUT_OPERANDS.map((word) => [packOperator(word), { kinds: '', variable: false }] as const),
  ...Object.entries(VARIABLE).map(
    ([word, kinds]) => [packOperator(word), { kinds, variable: true }] as const,
  ),
]);

function accepts(kind: string, operand: number | undefined): boolean {
  switch (kind) {
    case 'n':
      return operand === OPERAND.integer || operand === OPERAND.real;
    case 'i':
      return operand === OPERAND.integer;
    case 's':
      return operand === OPERAND.string;
    case 'k':
      return operand === OPERAND.name;
    case 'a':
      return operand === OPERAND.array;
    case 'p':
      return operand === OPERAND.name || operand === OPERAND.dictionary;
    default:
      return operand === OPERAND.integer || operand === OPERAND.real || operand === OPERAND.name;
  }
}

/**
 * Whether an operator is one that PDF has, with operands that it takes. Some readers give up the rest of a content
 * stream where it is not; too many operands are no fault in their eyes.
 *
 * @param operator - from {@link packOperator}
 * @param operands - their kinds, in order
 * @param count - how many of `operands` are meant
 */
export function isWellFormed(operator: number, operands: Uint8Array, count: number): boolean {
  const signature = OPERATORS.get(operator);
  if (signature === undefined || count > operands.length) return false;
  const { kinds, variable } = signature;
  if (variable ? count > kinds.length : count < kinds.length) return false;
  const used = variable ? count : kinds.length;
  for (let i = 0; i < used; i++) if (!accepts(kinds[i] ?? '', operands[count - used + i])) return false;
  return true;
}
