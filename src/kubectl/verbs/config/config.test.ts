import { describe, expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import recorded from '../../../testing/data/kubectl/config.json' with { type: 'json' };
import { splitCommandLine } from '../../command-line.ts';
import { CommandError, type KubectlIo, runKubectl } from '../../index.ts';

/** What the real kubectl printed and wrote in the home folder `/home/me`, which was also the working folder. */
interface Recorded {
  readonly name: string;
  readonly kubeconfig?: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Step {
  readonly line: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly changed?: Readonly<Record<string, string>>;
}

const HOME = '/home/me';
const port = clusterPort(createCluster({ startTime: 0, machines: [], images: 'preloaded' }, 1));

/** Files in memory; paths that are not absolute are meant from the home folder. */
function surroundings({ kubeconfig, files }: Recorded): { readonly io: KubectlIo; readonly disk: Map<string, string> } {
  const disk = new Map(Object.entries(files).map(([path, text]) => [`${HOME}/${path}`, text]));
  const at = (path: string) => (path.startsWith('/') ? path : `${HOME}/${path}`);
  const isFolder = (path: string) => [...disk.keys()].some((file) => file.startsWith(`${path}/`));
  const config = {
    paths: kubeconfig ?? [`${HOME}/.kube/config`],
    folder: HOME,
    read(path: string) {
      if (isFolder(at(path))) throw new CommandError(`read ${path}: is a directory`);
      return disk.get(at(path));
    },
    write: (path: string, text: string) => void disk.set(at(path), text),
  };
  return { io: { port, namespace: 'default', readFile: (path) => disk.get(at(path)), stdin: '', config }, disk };
}

/** kubectl shows its help before some refusals, which has words of its own here, and addresses of memory in one. */
function withoutHelp({ line, stdout, stderr, exitCode }: Step) {
  // Go walks through a map in any order.
  if (/^get-(clusters|users)/.test(line)) return { stdout: stdout.split('\n').toSorted(byHeading).join('\n'), stderr, exitCode };
  const isHelp = stdout.includes('Use "kubectl options"');
  return { stdout: isHelp ? '' : stdout, stderr: stderr.replaceAll(/:0x[0-9a-f]+/g, ''), exitCode };
}

function byHeading(a: string, b: string): number {
  const rank = (line: string) => (line === 'NAME' ? 0 : line === '' ? 2 : 1);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

describe.each(recorded as readonly Recorded[])('$name', (one) => {
  const { io, disk } = surroundings(one);
  test.each(one.steps)('$line', async (step) => {
    const before = new Map(disk);
    const { stdout, stderr, exitCode } = await runKubectl(['config', ...splitCommandLine(step.line)], io);
    const written = [...disk]
      .filter(([path, text]) => before.get(path) !== text)
      .map(([path, text]) => [path.slice(HOME.length + 1), text]);
    expect({ stdout, stderr, exitCode, changed: Object.fromEntries(written) }).toEqual({
      ...withoutHelp(step),
      changed: step.changed ?? {},
    });
  });
});
