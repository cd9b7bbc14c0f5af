/** The page's kubectl line: what it runs, what it has said so far, how it is read and how it can be completed. */
import type { DiscoveryCache, KubeconfigFiles } from '../kubectl/index.ts';
import type { Answers, RequestBody } from '../protocol/messages.ts';
import type { Cluster } from '../sim/engine.ts';
import { type CommandLine, createCommandLine } from './command-lines.ts';
import { loadTools } from './late.ts';
import { USER } from './user.ts';

type Asked<T extends RequestBody['type']> = Extract<RequestBody, { readonly type: T }>;

/** Where lines run. */
export interface Shell {
  readonly cluster: Cluster;
  sleep(milliseconds: number): Promise<void>;
  rest(): Promise<void>;
  /** Lines at work, by the page's number. */
  readonly lines: Map<number, CommandLine>;
  readonly kubeconfig: KubeconfigFiles;
  /** What kubectl remembers from one line to the next. */
  readonly discovery: DiscoveryCache;
}

export async function kubectl(shell: Shell, { line, files, number }: Asked<'kubectl'>): Promise<Answers['kubectl']> {
  const { InterruptError, createPort, runScript } = await loadTools();
  const own = createCommandLine(shell.sleep, () => new InterruptError());
  const port = createPort(shell.cluster, USER, own.sleep, shell.rest);
  const readFile = (name: string) => (Object.hasOwn(files, name) ? files[name] : undefined);
  const io = {
    port,
    namespace: 'default',
    readFile,
    readFolder: folderOf(Object.keys(files)),
    stdin: '',
    config: shell.kubeconfig,
    write: own.say,
  };
  if (number !== undefined) shell.lines.set(number, own);
  try {
    const exit = await runScript(line, io);
    return { ...exit, parts: own.said() };
  } finally {
    if (number !== undefined) shell.lines.delete(number);
  }
}

export function kubectlSoFar(shell: Shell, { number, interrupt }: Asked<'kubectl-so-far'>): Answers['kubectl-so-far'] {
  const line = shell.lines.get(number);
  if (interrupt) line?.interrupt();
  return { parts: line?.said() ?? [] };
}

export async function readKubectl(text: string): Promise<Answers['kubectl-read']> {
  const { readScript } = await loadTools();
  const { commands, open, problem } = readScript(text);
  return { commands: commands.map(({ start, end, onSuccess }) => ({ start, end, onSuccess })), open, problem: problem ?? null };
}

export async function completeKubectl(shell: Shell, { text, files }: Asked<'kubectl-complete'>): Promise<Answers['kubectl-complete']> {
  const { completeLine, createPort } = await loadTools();
  const port = createPort(shell.cluster, USER, shell.sleep, shell.rest);
  const io = {
    port,
    namespace: 'default',
    readFile: () => undefined,
    readFolder: folderOf(files),
    stdin: '',
    config: shell.kubeconfig,
    discovery: shell.discovery,
  };
  return (await completeLine(text, io)) ?? null;
}

/** The page's texts lie in one folder, the current one. */
function folderOf(names: readonly string[]): (folder: string) => readonly string[] | undefined {
  return (folder) => (folder === '.' || folder === './' ? names : undefined);
}
