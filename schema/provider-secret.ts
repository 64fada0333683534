/**
 * The secret that holds our client secret at a further identity provider of customers.
 *
 * @param id - as `OIDC_PROVIDERS` calls the provider
 */
export function providerSecretName(id: string): string {
  return `OIDC_CLIENT_SECRET_${id.toUpperCase().replaceAll('-', '_')}`;
}
