import { z } from 'zod';
import { date, domain, httpsOrigin, httpsUrl, language, line, list, mailAddress, prose } from './fields.ts';

/** `content/company.yaml`: who we are, and the terms under which customers may have our reports. */
export const companySchema = z.strictObject({
  name: line.describe('The name that readers know, as in "Larkspur Relay".'),
  legalName: line.describe('The name in the commercial register; it is a party to the NDA.'),
  founded: date.describe('The day on which the company came into being; nothing it publishes can be older.'),
  domain: domain.describe('The company’s own domain.'),
  language: language
    .default('en')
    .describe(
      'The language in which everything in content/ is written; the interface is there in others as well.',
    ),
  product: line.describe('What the product does, in one sentence; search engines show it.'),
  productOrigin: httpsOrigin.describe('Where customers sign in to the product.'),
  trustOrigin: httpsOrigin
    .optional()
    .describe('Where this site is reached, if it is known at build time; used for canonical addresses.'),
  repository: httpsUrl
    .optional()
    .describe(
      'Where the repository of this content can be cloned, if it is public; readers are pointed to it.',
    ),
  statusUrl: httpsUrl.optional().describe('The status page; the foot of every page leads to it.'),
  dpaUrl: httpsUrl.optional().describe('The data processing agreement; the foot of every page leads to it.'),
  slaUrl: httpsUrl
    .optional()
    .describe('The service levels that are promised; the foot of every page leads to them.'),
  address: list(line).describe('The postal address, a line each.'),
  contacts: z
    .strictObject({
      security: mailAddress.describe('Takes reports of vulnerabilities.'),
      access: mailAddress.describe('Answers people who wait for a report or cannot get one.'),
      privacy: mailAddress.describe('Answers questions about personal data.'),
    })
    .describe('Mailboxes of roles, never of persons.'),
  terms: z
    .strictObject({
      version: line.describe(
        'The version of the Terms of Service that covers reports, as recorded with a grant.',
      ),
      effective: date.describe('The day from which that version binds customers.'),
      url: httpsUrl.describe('Where the whole terms can be read.'),
      clause: line.describe('The number of the clause about reports.'),
      clauseText: prose.describe('That clause, word for word.'),
      allowed: prose.describe('What a customer may do with a report, in plain words.'),
    })
    .describe('The terms that stand in for an NDA when the reader is a customer.'),
  notice: z
    .strictObject({
      label: line.describe('The word or two that open the notice.'),
      text: line.describe('One sentence.'),
    })
    .nullable()
    .default(null)
    .describe('A line on top of every page, such as "sample company"; leave it out for none.'),
  sample: z
    .boolean({ error: 'true or false' })
    .default(false)
    .describe(
      'Whether the company is made up: only then may records of approvals and reviews, and the figures of the service promise, be so too.',
    ),
});

/** The company, as every page knows it. */
export type Company = z.infer<typeof companySchema>;

/** Scheme and host of the addresses that the site names; the company's own domain stands in where its own are not known. */
export function publicOrigin({ trustOrigin, domain }: Company): string {
  return trustOrigin ?? `https://${domain}`;
}
