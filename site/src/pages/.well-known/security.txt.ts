import { company, origin, security } from '../../content.ts';

/**
 * Where to report vulnerabilities, for programs (RFC 9116). It holds as long as the security page does; `npm run check` fails when
 * that end comes near.
 */
export function GET(): Response {
  const lines = [
    `Contact: mailto:${company.contacts.security}`,
    `Expires: ${security.verifiedUntil}T00:00:00Z`,
    `Preferred-Languages: ${security.vulnerabilities.languages.join(', ')}`,
    `Canonical: ${origin}/.well-known/security.txt`,
    `Policy: ${origin}/#vulnerabilities`,
  ];
  return new Response(lines.map((line) => `${line}\n`).join(''));
}
