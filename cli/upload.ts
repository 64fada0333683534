import type { Prepared } from '../core/marks/prepare.ts';
import type { OperatorApi } from './operator-api.ts';

/** How far the trust center has a version. */
type State = 'new' | 'stored' | 'live';

/**
 * Brings a prepared report to the trust center and makes it the live one. What is there already is not sent again.
 *
 * @param api - the trust center
 * @param report - id of the report
 * @param prepared - what to bring
 * @param say - told each step in a line
 * @returns how far the version was before
 */
export async function upload(
  api: OperatorApi,
  report: string,
  { head, body, manifest }: Prepared,
  say: (line: string) => void,
): Promise<State> {
  const { revision } = manifest;
  const version = `${report}/versions/${revision}`;
  const { state, mostPutBytes, partBytes } = await api.post<{
    state: State;
    mostPutBytes: number;
    partBytes: number;
  }>(`${report}/versions`, manifest);
  if (state === 'live') return state;
  if (state === 'new') {
    say('sending the head');
    await api.put(`${version}/head`, head);
    const parts = body.length > mostPutBytes ? await sendParts(api, version, body, partBytes, say) : null;
    if (parts === null) {
      say('sending the body');
      await api.put(`${version}/body`, body);
    }
    say('having it checked');
    await api.post(`${version}/complete`, { manifest, ...parts });
  }
  await api.post(`${report}/live`, { revision });
  return state;
}

async function sendParts(
  api: OperatorApi,
  version: string,
  body: Uint8Array,
  partBytes: number,
  say: (line: string) => void,
): Promise<{ upload: string; parts: unknown[] }> {
  const { upload: id } = await api.post<{ upload: string }>(`${version}/parts`, {});
  const count = Math.ceil(body.length / partBytes);
  const parts: unknown[] = [];
  for (let i = 0; i < count; i++) {
    say(`sending the body, part ${i + 1} of ${count}`);
    const bytes = body.subarray(i * partBytes, (i + 1) * partBytes);
    parts.push(await api.put(`${version}/parts/${i + 1}?upload=${encodeURIComponent(id)}`, bytes));
  }
  return { upload: id, parts };
}
