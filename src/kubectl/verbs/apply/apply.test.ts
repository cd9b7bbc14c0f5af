import { expect, it } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

it('--overwrite=false leaves alone what others have changed', async () => {
  const port = clusterPort(createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true }));
  const kubectl = (line: string, color = '') =>
    runKubectl(splitCommandLine(line), {
      port,
      namespace: 'default',
      readFile: () => undefined,
      stdin: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {color: ${color}}\n`,
    });
  await kubectl('apply -f -', 'blue');
  await kubectl(`patch configmap a --type=merge -p '{"data":{"color":"red"}}'`);
  const refused = await kubectl('apply -f - --overwrite=false', 'green');
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('conflicts with changes made from original to current:\ndata:\n  color: red\n');
  expect((await kubectl('get configmap a -o jsonpath={.data.color}')).stdout).toBe('red');
  expect((await kubectl('apply -f -', 'green')).stdout).toBe('configmap/a configured\n');
});
