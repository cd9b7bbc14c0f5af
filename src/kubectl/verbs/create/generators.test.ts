import { expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import table from '../../../testing/data/tables/kubectl-generators.json' with { type: 'json' };
import { runKubectl, splitCommandLine } from '../../index.ts';

const cluster = createCluster({ startTime: 0, machines: [], images: 'preloaded' }, 1);
const io = { port: clusterPort(cluster), namespace: 'default', readFile: () => undefined, stdin: '' };

/** Printed by the real kubectl. */
test.each(table)('$command', async ({ command, output }) => {
  const { stdout, stderr, exitCode } = await runKubectl(splitCommandLine(command).slice(1), io);
  expect({ stdout, stderr, exitCode }).toEqual({ stdout: output, stderr: '', exitCode: 0 });
});
