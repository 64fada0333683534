import type { Adapter, AdapterPayload } from 'oidc-provider';

/**
 * Where the demo's provider keeps its sessions and codes: in this process, until it ends. A fresh store for each provider.
 *
 * @returns an adapter factory, as the library wants it
 */
export function memoryStore(): (model: string) => Adapter {
  const rows = new Map<string, { payload: AdapterPayload; until: number }>();
  return (model) => {
    const keyOf = (id: string) => `${model}:${id}`;
    const live = (key: string) => {
      const row = rows.get(key);
      return row && Date.now() < row.until ? row.payload : undefined;
    };
    return {
      async upsert(id, payload, expiresIn = Number.POSITIVE_INFINITY) {
        rows.set(keyOf(id), { payload, until: Date.now() + expiresIn * 1000 });
      },
      async find(id) {
        return live(keyOf(id));
      },
      async findByUid(uid) {
        const key = [...rows.keys()].find((each) => each.startsWith(`${model}:`) && live(each)?.uid === uid);
        return key === undefined ? undefined : live(key);
      },
      // Of the device flow, which the demo does not have.
      async findByUserCode() {
        return undefined;
      },
      async consume(id) {
        const payload = live(keyOf(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        rows.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of rows) if (payload.grantId === grantId) rows.delete(key);
      },
    };
  };
}
