/** HTML that is written in place: a sentence with a link or a date in it. What is not HTML yet cannot get into it unescaped. */

declare const isHtml: unique symbol;

/** Text that is HTML. */
export type Html = string & { readonly [isHtml]: true };

/**
 * Writes HTML.
 *
 * @example html`Read the <a href="${to('/nda/')}">NDA</a> of ${text(company.name)}.`
 */
export function html(strings: TemplateStringsArray, ...values: readonly (Html | number)[]): Html {
  return String.raw({ raw: strings }, ...values) as Html;
}

/** Plain text as HTML. */
export function text(plain: string): Html {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;') as Html;
}

/**
 * A link inside a sentence.
 *
 * @param to - the address
 * @param words - what it is called
 * @param language - the language of what it leads to, where that is not the page's
 */
export function link(to: string, words: Html, language?: string): Html {
  const hreflang = language === undefined ? ('' as Html) : html` hreflang="${text(language)}"`;
  return html`<a href="${text(to)}"${hreflang}>${words}</a>`;
}

/** A mail address inside a sentence. */
export function mailLink(address: string): Html {
  return link(`mailto:${address}`, text(address));
}

/** What a machine wrote, inside a sentence. */
export function code(plain: string): Html {
  return html`<code>${text(plain)}</code>`;
}
