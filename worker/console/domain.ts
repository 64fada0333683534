/** SQL for the domain of the address of a person `p`; there is an index of exactly this expression. */
export const DOMAIN = "lower(substr(p.address, instr(p.address, '@') + 1))";
