import { env } from 'cloudflare:workers';

/** What a call to the database is told to do. */
export type Fault = 'none' | 'lost before' | 'lost after';

/**
 * The real database, which counts its calls and asks before each one what is to go wrong.
 *
 * @param decide - told the number of the call, from 0
 */
export function faulty(decide: (call: number) => Fault): { db: D1Database; calls: () => number } {
  let calls = 0;
  const around = async <T>(run: () => Promise<T>): Promise<T> => {
    const fault = decide(calls++);
    if (fault === 'lost before') throw new Error('D1_ERROR: Network connection lost.');
    const result = await run();
    if (fault === 'lost after') throw new Error('D1_ERROR: Network connection lost.');
    return result;
  };
  const statement = (real: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(real, {
      get(target, key) {
        if (key === 'real') return target;
        if (key === 'bind') return (...values: unknown[]) => statement(target.bind(...values));
        const member = Reflect.get(target, key) as unknown;
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => around(() => member.apply(target, args));
      },
    });
  const session = (real: D1DatabaseSession): D1DatabaseSession =>
    new Proxy(real, {
      get(target, key) {
        if (key === 'prepare') return (sql: string) => statement(target.prepare(sql));
        if (key === 'batch')
          return (statements: { real: D1PreparedStatement }[]) =>
            around(() => target.batch(statements.map(({ real }) => real)));
        return Reflect.get(target, key) as unknown;
      },
    });
  const db = new Proxy(env.DB, {
    get(target, key) {
      if (key === 'withSession') return (constraint: string) => session(target.withSession(constraint));
      return Reflect.get(target, key) as unknown;
    },
  });
  return { db, calls: () => calls };
}
