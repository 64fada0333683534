import type { TestProject } from 'vitest/node';
import { startIdentityProvider } from '../../local/identity-provider.ts';
import type {} from './provided.ts';
import { startScriptedProvider } from './scripted-provider.ts';

/** The identity providers that the Worker's tests sign in at. They listen outside of the Worker, as in life. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scripted = await startScriptedProvider();
  const real = await startIdentityProvider({
    port: 0,
    origin: 'http://127.0.0.1:8787',
    // The Worker of a test listens nowhere: what is sent to it waits to be fetched in the log of this tenant.
    backchannelOrigin: `${scripted.url}/backchannel`,
  });
  project.provide('realIssuer', real.issuer);
  project.provide('scriptedProvider', scripted.url);
  return async () => {
    await scripted.close();
    await real.close();
  };
}
