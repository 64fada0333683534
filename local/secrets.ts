/**
 * The secrets of the local system. They are public, so a deployment whose origin is not a loopback address refuses every
 * one of them by its prefix (worker/config.ts).
 */
export const localSecrets = {
  SESSION_SECRET: 'demo-only-session-secret-of-the-local-system',
  OIDC_CLIENT_SECRET: 'demo-only-customer-client-secret',
  STAFF_OIDC_CLIENT_SECRET: 'demo-only-staff-client-secret',
  SMTP_PASSWORD: '',
} as const;
