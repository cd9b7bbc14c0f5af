import { expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const FILE = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: filed, labels: {a: b}}\n';
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });

async function kubectl(line: string) {
  const io = {
    port: clusterPort(cluster),
    namespace: 'lab',
    readFile: (name: string) => (name === 'cm.yaml' ? FILE : undefined),
    stdin: '',
  };
  const { stdout, stderr } = await runKubectl(splitCommandLine(line), io);
  return stdout + stderr;
}

/** One after the other: each finds what those before it have done. */
const STEPS: readonly (readonly [line: string, printed: string])[] = [
  ['create namespace lab', 'namespace/lab created\n'],
  ['create configmap x', 'configmap/x created\n'],
  ['create configmap y', 'configmap/y created\n'],
  ['label cm x app=web tier=front', 'configmap/x labeled\n'],
  ['label cm x app=web', 'configmap/x not labeled\n'],
  ['label cm x app=db', "error: 'app' already has a value (web), and --overwrite is false\n"],
  ['label cm x app=db tier- --overwrite', 'configmap/x modified\n'],
  ['label cm x tier-', 'label "tier" not found.\nconfigmap/x not labeled\n'],
  ['label cm x app-', 'configmap/x unlabeled\n'],
  ['label cm x a=b=c', 'error: invalid label spec: a=b=c\n'],
  ['label cm x a=b a-', 'error: can not both modify and remove a label in the same command\n'],
  ['label cm x', 'error: at least one label update is required\n'],
  ['label a=b', 'error: one or more resources must be specified as <resource> <name> or <resource>/<name>\n'],
  ['label cm x a=b y', 'error: all resources must be specified before label changes: y\n'],
  ['label cm --all -l a=b c=d', 'error: cannot set --all and --selector at the same time\n'],
  ['label cm x y a=1 --resource-version=1', 'error: --resource-version may only be used with a single resource\n'],
  ['label cm x a=1 --dry-run=client', 'configmap/x labeled (dry run)\n'],
  ['label cm x --list', ''],
  ['label cm x y a=1', 'configmap/x labeled\nconfigmap/y labeled\n'],
  ['label cm x y --list', 'Listing labels for ConfigMap./x:\n a=1\nListing labels for ConfigMap./y:\n a=1\n'],
  ['label -f cm.yaml --local c=d -o jsonpath={.metadata.labels}', '{"a":"b","c":"d"}'],
  ['label --local cm x c=d', 'error: can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set\n'],
  ['annotate cm x a=b=c kubernetes.io/change-cause=one', 'configmap/x annotated\n'],
  ['annotate cm x a=b=c kubernetes.io/change-cause=two', 'configmap/x annotated\n'],
  ['annotate cm x a=d', "error: --overwrite is false but found the following declared annotation(s): 'a' already has a value (b=c)\n"],
  ['annotate cm x a=d a-', 'error: can not both modify and remove the following annotation(s) in the same command: a\n'],
  ['annotate cm x gone-', 'configmap/x annotated\n'],
  ['annotate cm x --list -o yaml', 'error: --list and --output may not be specified together\n'],
  ['annotate cm/x --list', 'a=b=c\nkubernetes.io/change-cause=two\n'],
];

test('labels and annotations', async () => {
  for (const [line, printed] of STEPS) expect(`${line}\n${await kubectl(line)}`).toBe(`${line}\n${printed}`);
  expect(await kubectl('label cm x z=1 --resource-version=1')).toContain('Error from server (Conflict): Operation cannot be fulfilled');
});
