/** The forms of a counted thing; `#` stands for the number, `none` for the words when there is none. */
export type Forms = Partial<Record<Intl.LDMLPluralRule | 'none', string>> & { readonly other: string };

/**
 * How a language counts.
 *
 * @param tag - the language, as a BCP 47 tag
 * @returns takes a number and the forms, and gives the words
 */
export function plurals(tag: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(tag);
  const number = new Intl.NumberFormat(tag);
  return (count, forms) => {
    const form = (count === 0 ? forms.none : undefined) ?? forms[rules.select(count)] ?? forms.other;
    return form.replaceAll('#', number.format(count));
  };
}
