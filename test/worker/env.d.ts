declare namespace Cloudflare {
  interface Env {
    SESSION_SECRET: string;
    /** Where the mails can be read. */
    TEST_MAILBOX: string;
    /** A mail server that fails on purpose. */
    TEST_FAULTY_SMTP_PORT: string;
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[];
  }
}
