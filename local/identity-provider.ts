/** Placeholder signature until the provider is written. */
export async function startIdentityProvider(_options: {
  port: number;
  origin: string;
}): Promise<{ issuer: string; close: () => Promise<void> }> {
  throw new Error('not yet');
}
