/**
 * The company's mark: shapes in a square of 32 by 32, in the colour of the text around them. The header, the icon of a tab and
 * the pictures beside links draw it from here; replace it with your own.
 *
 * The sample company's is a raceme of larkspur, or a queue of deliveries.
 */
export const MARK = `<g fill="currentColor"><path d="M15 9h2v21a1 1 0 0 1-2 0z"/><circle cx="16" cy="5" r="2.4"/><circle cx="11.6" cy="11" r="3"/><circle cx="20.8" cy="14.6" r="3.5"/><circle cx="10.4" cy="20" r="4.2"/></g>`;
