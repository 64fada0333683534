import { plainText } from '../../schema/plain-text.ts';
import type { Policy } from '../../schema/policies.ts';
import type { Topic } from '../../schema/questions.ts';
import type { Update } from '../../schema/updates.ts';
import { company, origin } from './content.ts';

/** What pages say of themselves in the words of schema.org. */

const ORGANIZATION = `${origin}/#organization`;

/** The company, whole; other entries refer to it by its identifier. */
export function organization(): object {
  const { name, legalName, domain, founded, address, contacts } = company;
  const contact = (contactType: string, email: string) => ({ '@type': 'ContactPoint', contactType, email });
  return {
    '@type': 'Organization',
    '@id': ORGANIZATION,
    name,
    legalName,
    url: `https://${domain}/`,
    foundingDate: founded,
    address: address.join(', '),
    contactPoint: [
      contact('security', contacts.security),
      contact('audit reports', contacts.access),
      contact('privacy', contacts.privacy),
    ],
  };
}

/** A policy with its version. */
export function policyDocument(policy: Policy, changed: string | undefined): object {
  return {
    '@type': 'DigitalDocument',
    name: policy.title,
    description: policy.summary,
    url: `${origin}/policies/${policy.id}/`,
    version: policy.version,
    ...(changed ? { dateModified: changed } : {}),
    license: 'https://creativecommons.org/publicdomain/zero/1.0/',
    publisher: { '@id': ORGANIZATION },
  };
}

/** All questions with their answers. */
export function questionPage(topics: readonly Topic[]): object {
  return {
    '@type': 'FAQPage',
    publisher: { '@id': ORGANIZATION },
    mainEntity: topics.flatMap(({ questions }) =>
      questions.map(({ id, question, html, verified }) => ({
        '@type': 'Question',
        '@id': `${origin}/questions/#${id}`,
        name: question,
        acceptedAnswer: { '@type': 'Answer', text: plainText(html), dateModified: verified },
      })),
    ),
  };
}

/** An update. */
export function article({ id, title, summary, published, changed }: Update): object {
  return {
    '@type': 'Article',
    headline: title,
    description: summary,
    url: `${origin}/updates/${id}/`,
    datePublished: published,
    dateModified: changed,
    author: { '@id': ORGANIZATION },
    publisher: { '@id': ORGANIZATION },
  };
}
