import { z } from 'zod';
import { count, line, list, oneOf } from './fields.ts';

/** Acts before which staff may have to prove again who they are. */
export const STEP_UPS = ['releases', 'bulk', 'revocations', 'roles', 'publish', 'exports'] as const;

export type StepUp = (typeof STEP_UPS)[number];

/** How staff have to have signed in, beyond being in the group (OpenID Connect Core 1.0 section 2). */
export const staffSignInSchema = z.strictObject({
  acr: list(line)
    .default([])
    .describe('Classes of sign-in of which one is needed, such as phr for a phishing-resistant one.'),
  amr: list(line)
    .default([])
    .describe('Methods of which one must have been used (RFC 8176), such as hwk for a security key.'),
  maxAgeMinutes: count(1, 1440)
    .nullable()
    .default(null)
    .describe('How long ago staff may have proved who they are: at sign-in, and at each sensitive act.'),
  recentFor: z
    .array(oneOf(STEP_UPS), { error: 'a list' })
    .default([...STEP_UPS])
    .describe(
      'The sensitive acts: giving access (releases), deciding about several requests (bulk), taking access back or lifting that (revocations), roles, publish, and taking a list or evidence away (exports). All of them without.',
    ),
});

export type StaffSignIn = z.infer<typeof staffSignInSchema>;
