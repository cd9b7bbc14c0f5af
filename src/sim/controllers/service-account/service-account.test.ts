import { describe, expect, it } from 'vitest';
import { CONFIG_MAP, SECRET, SERVICE_ACCOUNT } from '../../../api/resources.ts';
import { wholeCluster } from '../../../testing/whole-cluster.ts';

describe('what every namespace has', () => {
  it('is an account without a token of its own, made anew when it goes', () => {
    const w = wholeCluster([{ name: 'n1' }]);
    const uid = w.get(SERVICE_ACCOUNT, 'default')?.metadata.uid;
    w.remove(SERVICE_ACCOUNT, 'default');
    w.run(1);
    expect(w.get(SERVICE_ACCOUNT, 'default')?.metadata.uid).not.toBe(uid);
    expect(w.list(SECRET)).toEqual([]);
  });

  it("is the cluster's certificate authority, which nobody changes for long", () => {
    const w = wholeCluster([{ name: 'n1' }]);
    const published = w.get(CONFIG_MAP, 'kube-root-ca.crt')?.data;
    expect(Object.keys(published ?? {})).toEqual(['ca.crt']);
    w.patch(CONFIG_MAP, 'kube-root-ca.crt', { data: { 'ca.crt': 'another' } });
    w.run(1);
    expect(w.get(CONFIG_MAP, 'kube-root-ca.crt')?.data).toEqual(published);
    w.remove(CONFIG_MAP, 'kube-root-ca.crt');
    w.run(1);
    expect(w.get(CONFIG_MAP, 'kube-root-ca.crt')?.data).toEqual(published);
  });
});
