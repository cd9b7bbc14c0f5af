/** An honest client in a namespace that nobody else knows: what it was promised must be there at the end. */
import { createPrng, nextInt } from '../../base/prng.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { ADMINISTRATOR, type Client } from './client.ts';

export const LEDGER = 'ledger';
const PATH = `/api/v1/namespaces/${LEDGER}/configmaps`;

export interface Ledger {
  /** One write: a create, a replacement or a removal. */
  turn(): Promise<void>;
  /** What differs between what was promised and what is there. */
  audit(): Promise<readonly string[]>;
}

export function createLedger(client: Client, seed: number): Ledger {
  const random = createPrng(seed, 'ledger');
  const promised = new Map<string, string>();
  const complaints: string[] = [];
  let count = 0;
  const body = (name: string, value: string): JsonValue => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { value } });
  const expect = (what: string, code: number, wanted: number) => {
    if (code !== wanted) complaints.push(`${what}: ${code} instead of ${wanted}`);
    return code === wanted;
  };
  return {
    turn: async () => {
      count += 1;
      const value = String(count);
      const names = [...promised.keys()];
      const name = names[nextInt(random, names.length + 1)];
      const choice = nextInt(random, 4);
      if (name === undefined || choice < 2) {
        const fresh = `entry-${count}`;
        const { code } = await client.json('POST', PATH, body(fresh, value));
        if (expect(`create ${fresh}`, code, 201)) promised.set(fresh, value);
      } else if (choice === 2) {
        const { code } = await client.json('PUT', `${PATH}/${name}`, body(name, value));
        if (expect(`replace ${name}`, code, 200)) promised.set(name, value);
      } else {
        const { code } = await client.json('DELETE', `${PATH}/${name}`);
        if (expect(`delete ${name}`, code, 200)) promised.delete(name);
      }
    },
    audit: async () => {
      const { text } = await client.send('GET', PATH, ADMINISTRATOR, '');
      const { items } = JSON.parse(text) as { items: readonly { metadata: { name: string }; data?: { value?: string } }[] };
      const there = new Map(items.map(({ metadata, data }) => [metadata.name, data?.value ?? '']));
      there.delete('kube-root-ca.crt');
      const lost = [...promised].filter(([name, value]) => there.get(name) !== value).map(([name]) => `${name} is lost`);
      const extra = [...there.keys()].filter((name) => !promised.has(name)).map((name) => `${name} was removed`);
      return [...complaints, ...lost, ...extra];
    },
  };
}
