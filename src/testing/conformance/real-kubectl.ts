/**
 * A real kubectl that talks to the simulated cluster through the bridge. Time is kept by this process: it stands still while kubectl
 * works, and goes on while kubectl waits for the cluster.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { kubeconfigText } from '../../bridge/kubeconfig-file.ts';
import { type Served, startServer } from '../../bridge/server/server.ts';
import type { KubectlResult } from '../../kubectl/kubectl.ts';
import type { Cluster } from '../../sim/cluster.ts';

export interface RealKubectl {
  /** A command line without its leading `kubectl`, run by bash in the scenario's folder. */
  run(line: string): Promise<KubectlResult>;
  close(): Promise<void>;
}

/** How long the process of a real kubectl takes until it asks; as in the recordings. */
const START_MS = 100;
/** Wall time without a request after which kubectl is taken to wait: at a watch, or between two questions. */
const IDLE_MS = { watching: 40, polling: 1500 };
/** Wall time between two looks. */
const TURN_MS = 4;
/** Virtual milliseconds per millisecond of waiting. Those with a time-out of their own count on the wall's clock. */
const PACE = 10;
const OWN_CLOCK = /--timeout|^drain/;
const LIMIT_MS = 120_000;

export async function openRealKubectl(cluster: Cluster, files: Readonly<Record<string, string>>, binary: string): Promise<RealKubectl> {
  let busyAt = 0;
  const served: Served = {
    cluster,
    changed: () => server.advanced(),
    pages: 0,
    failed: (error) => {
      throw error;
    },
  };
  const server = await startServer(served, {
    host: '127.0.0.1',
    port: 0,
    nobody: { user: 'admin', groups: ['system:masters', 'system:authenticated'] },
    now: () => cluster.state.now,
    onRequest: () => {
      busyAt = performance.now();
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'kubarium-'));
  const work = join(folder, 'scenario');
  mkdirSync(work);
  for (const [name, text] of Object.entries(files)) write(join(work, name), text);
  write(join(folder, 'kubeconfig'), kubeconfigText(server.url, undefined));
  mkdirSync(join(folder, 'bin'));
  symlinkSync(resolve(binary), join(folder, 'bin', 'kubectl'));
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    KUBECONFIG: join(folder, 'kubeconfig'),
    TZ: 'UTC',
  };

  const pass = (milliseconds: number) => {
    cluster.advance(cluster.state.now + milliseconds);
    server.advanced();
  };
  const run = async (line: string): Promise<KubectlResult> => {
    pass(START_MS);
    busyAt = 0;
    const child = spawn('bash', ['-c', `kubectl ${line}`], { cwd: work, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => (texts.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (texts.stderr += data.toString()));
    const exit: { code: number | undefined } = { code: undefined };
    const ended = new Promise<void>((done) =>
      child.on('close', (code) => {
        exit.code = code ?? 1;
        done();
      }),
    );
    const began = performance.now();
    let looked = began;
    while (exit.code === undefined) {
      await Promise.race([ended, new Promise((turn) => setTimeout(turn, TURN_MS))]);
      const now = performance.now();
      if (now - began > LIMIT_MS) child.kill();
      const idle = server.watches > 0 ? IDLE_MS.watching : IDLE_MS.polling;
      const ownClock = OWN_CLOCK.test(line);
      if (exit.code === undefined && busyAt > 0 && (ownClock || now - busyAt > idle))
        pass(Math.round((now - looked) * (ownClock ? 1 : PACE)));
      looked = now;
    }
    return { ...texts, exitCode: exit.code };
  };
  return {
    run,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The version that a binary says it has, such as `v1.36.4`. Throws an Error when there is none. */
export function versionOf(binary: string): string {
  const { stdout, error } = spawnSync(binary, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  if (error !== undefined) throw new Error(`${binary} can't be run: ${error.message}`);
  return (JSON.parse(stdout) as { readonly clientVersion: { readonly gitVersion: string } }).clientVersion.gitVersion;
}
