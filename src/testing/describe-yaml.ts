import { parseDocuments } from '../api/yaml.ts';
import { createCluster } from '../sim/cluster.ts';
import type { KubeObject } from '../api/object.ts';
import { type Session, nothingDiscovered } from '../kubectl/session.ts';
import { describeObject } from '../kubectl/describe/describe.ts';
import { clusterPort } from './cluster-port.ts';

/** What `kubectl describe` prints of an object that is given as YAML, beside a new cluster in which nothing happens. */
export async function describeYaml(yaml: string): Promise<string> {
  const cluster = createCluster({ startTime: Date.UTC(2026, 10, 21), machines: [], images: 'preloaded' }, 1, { freeze: true });
  // Until the API server has made its own Service.
  cluster.advance(cluster.state.now + 2000);
  const port = clusterPort(cluster);
  const session: Session = {
    io: { port, namespace: 'default', readFile: () => undefined, stdin: '' },
    port,
    namespace: 'default',
    namespaceGiven: false,
    stdout: [],
    stderr: [],
    warned: new Set(),
    timeoutSeconds: 0,
    discovered: nothingDiscovered(),
  };
  return describeObject(session, parseDocuments(yaml)[0]?.value as unknown as KubeObject, false);
}
