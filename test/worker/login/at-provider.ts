import { expect } from 'vitest';

/** The part of the browser that talks to the provider: follows redirects, keeps its cookies. */
export class AtProvider {
  private readonly cookies = new Map<string, string>();
  private readonly issuer: string;

  /** @param issuer - a real one */
  constructor(issuer: string) {
    this.issuer = issuer;
  }

  /** Follows until a page, or until the provider sends the reader back to us. */
  async follow(url: string, init: RequestInit = {}): Promise<{ url: string; page: string | null }> {
    const headers = new Headers(init.headers);
    headers.set('Cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.cookies.set(name, value);
    }
    const location = response.headers.get('Location');
    if (location === null) return { url, page: await response.text() };
    await response.body?.cancel();
    const next = new URL(location, url);
    return next.origin === this.issuer ? await this.follow(next.href) : { url: next.href, page: null };
  }

  /** Presses the button of an account. */
  async choose(at: { url: string; page: string | null }, account: string) {
    expect(at.page).toContain(`value="${account}"`);
    return await this.follow(at.url, { method: 'POST', body: new URLSearchParams({ account }) });
  }
}
