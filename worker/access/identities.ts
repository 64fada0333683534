/** Who is one reader to us: what was taken back from them, and how many downloads they took, is asked of all of these. */

/**
 * SQL for the mailbox behind an address: without its tag, as `mailbox` in core/mail-address.ts. There is an index of
 * exactly this expression.
 */
const mailbox = (address: string): string =>
  `lower(CASE WHEN instr(${address}, '+') BETWEEN 2 AND instr(${address}, '@')
    THEN substr(${address}, 1, instr(${address}, '+') - 1) || substr(${address}, instr(${address}, '@'))
    ELSE ${address} END)`;

/**
 * SQL for the ids under which we know whoever confirmed an address: by another tag of it, or as a customer too. A customer
 * is whom their provider says, and nobody else.
 *
 * @param person - SQL for the person's id
 */
export const identitiesOf = (person: string): string => sharing(person, "o.kind <> 'staff'");

/**
 * SQL for the ids of whoever confirmed an address of the same mailbox, by any tag: of what staff takes from one of them, the
 * others keep nothing. A customer is one alone.
 *
 * @param person - SQL for the person's id
 */
export const tagsOf = (person: string): string => sharing(person, "o.kind = 'prospect'");

const sharing = (person: string, whose: string): string =>
  `(SELECT ${person} UNION SELECT o.id FROM people me JOIN people o ON ${mailbox('o.address')} = ${mailbox('me.address')}
    WHERE me.id = ${person} AND me.kind = 'prospect' AND o.address IS NOT NULL AND ${whose})`;
