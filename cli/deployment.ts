import type { Finding } from './finding.ts';

const PATIENCE_MS = 15_000;

/**
 * `trust doctor --url`: whether the deployed Worker answers, and what it says of itself.
 *
 * @param origin - where it is
 */
export async function examineDeployment(origin: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (new URL(origin).protocol !== 'https:') {
    findings.push({ level: 'note', subject: origin, message: 'is asked over plain http' });
  }
  for (const path of ['/version', '/health', '/']) findings.push(await ask(origin, path));
  return findings;
}

async function ask(origin: string, path: string): Promise<Finding> {
  const subject = `${origin}${path}`;
  try {
    const response = await fetch(subject, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
    const body = await response.text();
    if (response.ok) {
      const said = response.headers.get('Content-Type')?.includes('json') ? `: ${body.slice(0, 200)}` : '';
      return { level: 'ok', subject, message: `answers ${response.status}${said}` };
    }
    const { message, mend } = whatFailed(response.status, body);
    return { level: 'missing', subject, message, mend };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return {
      level: 'missing',
      subject,
      message: `does not answer (${cause instanceof Error ? cause.message : String(cause)})`,
      mend: 'npm run check && npx wrangler deploy --env production',
    };
  }
}

/** The Worker names the settings that are wrong in its log alone: strangers are told only that something is. */
function whatFailed(status: number, body: string): { message: string; mend: string } {
  if (body.includes('configuration')) {
    return {
      message: `answers ${status}: a setting or a secret is missing or wrong`,
      mend: 'npx wrangler tail --env production names it, at the next request',
    };
  }
  if (status === 421) {
    return {
      message: `answers ${status}: this is not its ORIGIN`,
      mend: 'ask at the ORIGIN of wrangler.toml',
    };
  }
  return {
    message: `answers ${status}: the database or the bucket does not`,
    mend: 'npx wrangler d1 migrations apply vitrine --remote --env production',
  };
}
