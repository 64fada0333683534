/**
 * The security headers of every response, static or dynamic. The site build writes them to `_headers`, the Worker sets
 * them itself; both read them here, so that the two can never drift apart.
 */

const CONTENT_SECURITY_POLICY = {
  'default-src': "'none'",
  'style-src': "'self'",
  'img-src': "'self'",
  'font-src': "'self'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
} as const;

/** For a page of the static site: without scripts it gains nothing, and a tool that audits it may read our robots.txt. */
const PUBLIC = { ...CONTENT_SECURITY_POLICY, 'connect-src': "'self'" } as const;

/** For a page that runs a program of ours: its module, and a worker with it. */
const WITH_SCRIPTS = {
  ...PUBLIC,
  'script-src': "'self'",
  'worker-src': "'self'",
} as const;

/** What may differ from one response to another. */
export interface SecurityHeaderOptions {
  /**
   * Origins besides our own to which a form's redirect may lead: the identity providers. Chromium applies
   * `form-action` to the redirects that follow a form submission too.
   */
  readonly formActions?: readonly string[];
  /** A page of the static site, which says nothing that is not public. */
  readonly isPublic?: boolean;
  /** A page that runs a program of ours: the console's that publishes, and the search. All others run nothing. */
  readonly scripts?: boolean;
  /** A gated file: the body is inert bytes and runs nothing, not even as a document. */
  readonly sandbox?: boolean;
}

/**
 * The headers to set on a response.
 *
 * @param options - see {@link SecurityHeaderOptions}
 * @returns header names, as usually spelt, and their values
 */
export function securityHeaders(options: SecurityHeaderOptions = {}): Record<string, string> {
  return {
    'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
    'X-Content-Type-Options': 'nosniff',
    // Not `no-referrer`: a browser then sends `Origin: null` with our own forms too (Fetch, "append a request Origin header").
    'Referrer-Policy': 'same-origin',
    'Permissions-Policy':
      'accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Content-Security-Policy': options.sandbox
      ? `sandbox; default-src 'none'; frame-ancestors ${CONTENT_SECURITY_POLICY['frame-ancestors']}`
      : contentSecurityPolicy(options),
  };
}

function contentSecurityPolicy({
  formActions = [],
  isPublic = false,
  scripts = false,
}: SecurityHeaderOptions): string {
  return Object.entries(scripts ? WITH_SCRIPTS : isPublic ? PUBLIC : CONTENT_SECURITY_POLICY)
    .map(([directive, value]) =>
      directive === 'form-action' ? [directive, value, ...formActions].join(' ') : `${directive} ${value}`,
    )
    .join('; ');
}
