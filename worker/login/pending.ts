import { EncryptJWT, errors, jwtDecrypt } from 'jose';

/**
 * A sign-in under way. It lives in a cookie that only we can read, not in a row: however many are started, nothing grows
 * here. It binds the provider's answer to the browser that asked (RFC 9700 section 4.7).
 */
export interface PendingLogin {
  /** The registration that it was started through. */
  readonly provider: string;
  readonly state: string;
  readonly nonce: string;
  /** The PKCE verifier (RFC 7636). */
  readonly verifier: string;
  /** Where to go afterwards: a path of ours. */
  readonly returnTo: string;
  /** The report that the reader came for, if any. */
  readonly report: string | null;
  /** Milliseconds. An ID token from before this moment was not made for this sign-in. */
  readonly startedAt: number;
}

/** The cookie that holds it. */
export const LOGIN_COOKIE = '__Host-login';

/** How long a reader may take at the provider. */
export const PENDING_LIFETIME_S = 600;

const PURPOSE = 'vitrine login cookie';
const LONGEST = 4096;

/**
 * Seals a pending login for its browser (JWE, A256GCM).
 *
 * @param secret - SESSION_SECRET
 * @param pending - what to keep
 */
export async function sealPending(secret: string, pending: PendingLogin): Promise<string> {
  const issuedAt = Math.floor(pending.startedAt / 1000);
  return await new EncryptJWT({ pending })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setAudience(PURPOSE)
    .setExpirationTime(issuedAt + PENDING_LIFETIME_S)
    .encrypt(await keyFor(secret));
}

/**
 * Opens what {@link sealPending} sealed.
 *
 * @param secret - SESSION_SECRET
 * @param sealed - the cookie; attacker-controlled
 * @param now - milliseconds
 * @returns the pending login, or null where it is not ours, altered or too old
 */
export async function openPending(secret: string, sealed: string, now: number): Promise<PendingLogin | null> {
  if (sealed.length > LONGEST) return null;
  try {
    const { payload } = await jwtDecrypt<{ pending: PendingLogin }>(sealed, await keyFor(secret), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      audience: PURPOSE,
      requiredClaims: ['exp', 'pending'],
      currentDate: new Date(now),
    });
    return payload.pending;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

async function keyFor(secret: string): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, [
    'deriveBits',
  ]);
  const bits = await crypto.subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode(PURPOSE) },
    material,
    256,
  );
  return new Uint8Array(bits);
}
