/** The command line of `npm run apiserver`. */
export interface Options {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly tokenFile: string;
  /** Virtual seconds per second. */
  readonly speed: number;
  readonly seed: number;
  readonly nodes: number;
  /** Files with manifests that are applied at the start. */
  readonly load: readonly string[];
  readonly kubeconfig: string;
  /** '' for the usual scheduler. */
  readonly schedulerConfig: string;
}

export const USAGE = `Usage: npm run apiserver -- [options]

  --port N               port to listen on (6443); 0 for any that is free
  --host NAME            name or address to listen on (127.0.0.1)
  --tls                  HTTPS, with a certificate authority of this run and a client certificate for the administrator
  --token-auth-file FILE bearer tokens, lines of token,user,uid,"group1,group2"
  --speed N              virtual seconds per second, 0.1 to 100 (1)
  --seed N               seed of the run (1)
  --nodes N              how many nodes there are, 0 to 5000 (3)
  --load FILE            manifests to apply at the start; may be repeated
  --scheduler-config FILE the KubeSchedulerConfiguration that the scheduler starts with
  --kubeconfig FILE      where to write the kubeconfig
`;

/** Throws an Error with a sentence for the person who typed it. */
export function parseOptions(argv: readonly string[], kubeconfig: string): Options {
  const given = new Map<string, string[]>();
  for (let at = 0; at < argv.length; at += 1) {
    const [name, inline] = splitOnce(argv[at] ?? '');
    if (!NAMES.has(name)) throw new Error(`unknown option ${JSON.stringify(argv[at])}`);
    if (name === '--tls') {
      given.set(name, [checkedFlag(name, inline ?? 'true')]);
      continue;
    }
    const value = inline ?? argv[(at += 1)];
    if (value === undefined || value === '' || (inline === undefined && value.startsWith('--'))) throw new Error(`${name} wants a value`);
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  const last = (name: string) => given.get(name)?.at(-1);
  const number = (name: string, otherwise: number, least: number, most: number) =>
    checkedNumber(name, last(name) ?? String(otherwise), least, most);
  return {
    host: last('--host') ?? '127.0.0.1',
    port: whole('--port', number('--port', 6443, 0, 65_535)),
    tls: last('--tls') === 'true',
    tokenFile: last('--token-auth-file') ?? '',
    speed: number('--speed', 1, 0.1, 100),
    seed: whole('--seed', number('--seed', 1, 0, 2 ** 31 - 1)),
    nodes: whole('--nodes', number('--nodes', 3, 0, 5000)),
    load: given.get('--load') ?? [],
    kubeconfig: last('--kubeconfig') ?? kubeconfig,
    schedulerConfig: last('--scheduler-config') ?? '',
  };
}

const NAMES: ReadonlySet<string> = new Set(Array.from(USAGE.matchAll(/^ {2}(--[a-z-]+)/gm), ([, name = '']) => name));

function splitOnce(word: string): readonly [string, string | undefined] {
  const cut = word.indexOf('=');
  return cut < 0 ? [word, undefined] : [word.slice(0, cut), word.slice(cut + 1)];
}

function checkedFlag(name: string, text: string): string {
  if (text !== 'true' && text !== 'false') throw new Error(`${name} must be true or false, not ${JSON.stringify(text)}`);
  return text;
}

function checkedNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value) || value < least || value > most)
    throw new Error(`${name} must be a number from ${least} to ${most}, not ${JSON.stringify(text)}`);
  return value;
}

function whole(name: string, value: number): number {
  if (!Number.isInteger(value)) throw new Error(`${name} must be a whole number, not ${value}`);
  return value;
}
