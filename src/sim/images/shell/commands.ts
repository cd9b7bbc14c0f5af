/**
 * What the commands do that manifests call: coreutils, clients for HTTP and DNS, health checks of databases.
 * A command is a function from its arguments and what it sees to a result; nothing here keeps state.
 */
import type { Writes } from '../image.ts';
import { formatDate } from './date.ts';
import type { Surroundings } from './machine.ts';

export interface CommandResult {
  readonly status: number;
  /** What it prints, without the newline at the end. */
  readonly output?: string;
  /** The line goes on with what is printed next. */
  readonly isOpen?: boolean;
  /** What it prints to stderr. */
  readonly errors?: string;
  /** Virtual time it takes. */
  readonly sleepMs?: number;
  /** Does not return. */
  readonly forever?: true;
  /** Starts to listen (and does not return). */
  readonly listen?: OpenPort;
  /** Listens on whatever ports the manifest declares. */
  readonly serves?: true;
  readonly creates?: readonly string[];
  readonly removes?: readonly string[];
}

/** A port that a script listens on, and what its server writes. */
export interface OpenPort {
  readonly port: number;
  readonly protocol: 'http' | 'tcp';
  readonly writes?: Writes;
}

type Command = (args: readonly string[], around: Surroundings) => CommandResult;

const OK: CommandResult = { status: 0 };
const FAILED: CommandResult = { status: 1 };
const FOREVER: CommandResult = { status: 0, forever: true };
const SLOW_MS = 3000;

const ok: Command = () => OK;
const slow: Command = () => ({ status: 0, sleepMs: SLOW_MS });
const print = (text: string): CommandResult => ({ status: 0, output: text });
const fail = (text: string, status = 1): CommandResult => ({ status, errors: text });

const COMMANDS: { readonly [name: string]: Command } = {
  ':': ok,
  true: ok,
  false: () => FAILED,
  echo: (args) => echo(args),
  printf: (args) => formatted(args),
  sleep: (args) => sleep(args[0]),
  wait: () => FOREVER,
  yes: () => FOREVER,
  stress: () => FOREVER,
  pause: () => FOREVER,
  tail: (args) => (args.some((arg) => /^-\w*[fF]/.test(arg) || arg === '--follow') ? FOREVER : OK),
  cat: (args, around) => cat(args, around),
  ls: (args, around) => needFiles(args, around, (file) => `ls: ${file}: No such file or directory`),
  stat: (args, around) => needFiles(args, around, (file) => `stat: can't stat '${file}': No such file or directory`),
  grep: (args, around) => needFiles(args.slice(1), around, (file) => `grep: ${file}: No such file or directory`),
  touch: (args) => ({ status: 0, creates: plain(args) }),
  tee: (args, { stdin }) => ({ status: 0, creates: plain(args), ...(stdin === undefined ? {} : { output: stdin }) }),
  mkdir: (args) => ({ status: 0, creates: plain(args) }),
  cp: (args) => ({ status: 0, creates: plain(args).slice(-1) }),
  mv: (args) => ({ status: 0, creates: plain(args).slice(-1), removes: plain(args).slice(0, -1) }),
  rm: (args) => ({ status: 0, removes: plain(args) }),
  test: (args, around) => test(args, around),
  '[': (args, around) => test(args.slice(0, -1), around),
  '[[': (args, around) => test(args.slice(0, -1), around),
  hostname: (_, around) => print(around.hostname),
  date: (args, around) => print(formatDate(args, around.clock.at)),
  whoami: () => print('root'),
  id: () => print('uid=0(root) gid=0(root) groups=0(root)'),
  uname: (args, around) => print(args.includes('-a') ? `Linux ${around.hostname} 6.12.0 #1 SMP x86_64 GNU/Linux` : 'Linux'),
  pwd: () => print('/'),
  env: (_, around) => print(environment(around)),
  printenv: (args, around) => print(args[0] === undefined ? environment(around) : (around.env[args[0]] ?? '')),
  seq: (args) => print(sequence(args.map(Number))),
  wget: (args, around) => fetchUrl(args, around, 1),
  curl: (args, around) => fetchUrl(args, around, 7),
  nslookup: (args, around) => lookUp(args, around),
  dig: (args, around) => lookUp(args, around),
  host: (args, around) => lookUp(args, around),
  getent: (args, around) => lookUp(args.slice(1), around),
  ping: (args, around) => (args.includes('-c') ? lookUp(args, around) : FOREVER),
  nc: (args, around) => netcat(args, around),
  'redis-cli': (args, around) => askServer(args, around, 6379, 'PONG'),
  pg_isready: (args, around) => askServer(args, around, 5432, ' - accepting connections'),
  mysqladmin: (args, around) => askServer(args, around, 3306, 'mysqld is alive'),
  mysql: (args, around) => askServer(args, around, 3306, ''),
  mongo: (args, around) => askServer(args, around, 27017, ''),
  mongosh: (args, around) => askServer(args, around, 27017, ''),
  psql: (args, around) => askServer(args, around, 5432, ''),
  'apt-get': slow,
  apt: slow,
  apk: slow,
  yum: slow,
  pip: slow,
  npm: slow,
  git: slow,
};

/** Commands that change nothing that a running script could be asked about later. */
const NO_EFFECT = new Set([
  'export',
  'cd',
  'set',
  'umask',
  'ulimit',
  'trap',
  'chmod',
  'chown',
  'ln',
  'read',
  'expr',
  'let',
  'local',
  'shift',
  'kill',
  'sync',
  'ps',
  'df',
  'du',
  'free',
  'awk',
  'sed',
  'sort',
  'head',
  'wc',
  'cut',
  'tr',
  'xargs',
  'find',
  'tar',
  'gzip',
  'base64',
  'md5sum',
  'basename',
  'dirname',
  'which',
  'mount',
  'sysctl',
  'dd',
  'nginx',
]);

const SILENT = new Set([
  ':',
  'true',
  'echo',
  'printf',
  'sleep',
  'cat',
  'ls',
  'touch',
  'mkdir',
  'hostname',
  'date',
  'whoami',
  'id',
  'uname',
  'env',
  'printenv',
  'seq',
  'stat',
  'tail',
]);

/** Whether repeating the command is visible to nobody outside the container. */
export function isSilent(name: string): boolean {
  return SILENT.has(name) || NO_EFFECT.has(name);
}

export function isKnownCommand(name: string): boolean {
  return (
    Object.hasOwn(COMMANDS, name) ||
    NO_EFFECT.has(name) ||
    /^(timeout|nohup|exec|time|sudo|nginx|httpd|redis-server|python[\d.]*)$/.test(name)
  );
}

/** Undefined for a command that is not known. */
export function runCommand(argv: readonly string[], around: Surroundings): CommandResult | undefined {
  const path = argv[0] ?? '';
  const name = path.slice(path.lastIndexOf('/') + 1);
  const args = argv.slice(1);
  if (name === 'timeout' || name === 'nohup' || name === 'exec' || name === 'time' || name === 'sudo') {
    return runCommand(args.slice(name === 'timeout' ? args.findIndex((arg) => /^\d/.test(arg)) + 1 : 0), around);
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command(args, around);
  const server = serverPort(name, args);
  if (server !== undefined) return { status: 0, forever: true, listen: server };
  return NO_EFFECT.has(name) ? OK : undefined;
}

function serverPort(name: string, args: readonly string[]): CommandResult['listen'] {
  if (name === 'nginx' && !args.includes('-s') && !args.includes('-t'))
    return { port: 80, protocol: 'http', writes: { as: 'nginx', requests: true } };
  if (name === 'httpd' || name === 'apache2-foreground') return { port: Number(optionValue(args, '-p') ?? 80), protocol: 'http' };
  if (/^python[\d.]*$/.test(name) && (args.includes('http.server') || args.includes('SimpleHTTPServer'))) {
    const port = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 8000);
    return { port, protocol: 'http', writes: { as: 'python-http', requests: true } };
  }
  if (name === 'redis-server') return { port: Number(optionValue(args, '--port') ?? 6379), protocol: 'tcp' };
  return undefined;
}

function plain(args: readonly string[]): string[] {
  return args.filter((arg) => !arg.startsWith('-'));
}

function optionValue(args: readonly string[], ...names: string[]): string | undefined {
  for (const name of names) {
    const joined = args.find((arg) => arg.startsWith(`${name}=`));
    if (joined !== undefined) return joined.slice(name.length + 1);
    const index = args.indexOf(name);
    if (index >= 0) return args[index + 1];
  }
  return undefined;
}

const UNIT_MS: { readonly [unit: string]: number } = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function sleep(text: string | undefined): CommandResult {
  if (text === 'infinity' || text === 'inf') return FOREVER;
  const match = /^(\d*\.?\d+)([smhd]?)$/.exec(text ?? '');
  if (match === null) return fail(`sleep: invalid number '${text ?? ''}'`);
  return { status: 0, sleepMs: Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? 1000) };
}

function echo(args: readonly string[]): CommandResult {
  const options = /^-[neE]+$/.test(args[0] ?? '') ? (args[0] ?? '') : '';
  const text = args.slice(options === '' ? 0 : 1).join(' ');
  return { status: 0, output: options.includes('e') ? unescaped(text) : text, isOpen: options.includes('n') };
}

function formatted(args: readonly string[]): CommandResult {
  let next = 1;
  const text = unescaped(args[0] ?? '').replace(/%(%|[-0-9.]*[sd])/g, (_, what: string) => (what === '%' ? '%' : (args[next++] ?? '')));
  return { status: 0, output: text.replace(/\n$/, ''), isOpen: !text.endsWith('\n') };
}

function unescaped(text: string): string {
  return text.replaceAll(String.raw`\n`, '\n').replaceAll(String.raw`\t`, '\t');
}

function sequence(bounds: readonly number[]): string {
  const first = bounds.length > 1 ? (bounds[0] ?? 1) : 1;
  const last = bounds.at(-1) ?? 0;
  const step = bounds.length > 2 ? (bounds[1] ?? 1) : 1;
  const length = step > 0 ? Math.min(1000, Math.max(0, Math.floor((last - first) / step) + 1)) : 0;
  return Array.from({ length }, (_, index) => first + index * step).join('\n');
}

function environment(around: Surroundings): string {
  return Object.entries({ ...around.env, HOSTNAME: around.hostname })
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

function cat(args: readonly string[], around: Surroundings): CommandResult {
  if (plain(args).length === 0) return around.stdin === undefined ? OK : print(around.stdin);
  const missing = needFiles(args, around, (file) => `cat: can't open '${file}': No such file or directory`);
  if (missing.status !== 0) return missing;
  if (args.includes('/etc/hosts')) return print(`127.0.0.1\tlocalhost\n${around.podIP}\t${around.hostname}`);
  return args.some((file) => file.endsWith('/serviceaccount/namespace')) ? print(around.namespace) : OK;
}

function needFiles(args: readonly string[], around: Surroundings, message: (file: string) => string): CommandResult {
  const missing = plain(args).find((file) => !around.exists(file));
  return missing === undefined ? OK : fail(message(missing));
}

function test(args: readonly string[], around: Surroundings): CommandResult {
  if (args[0] === '!') return test(args.slice(1), around).status === 0 ? FAILED : OK;
  return holds(args, around) ? OK : FAILED;
}

function holds(args: readonly string[], around: Surroundings): boolean {
  const [first = '', operator = '', third = ''] = args;
  if (args.length === 1) return first !== '';
  if (args.length === 2) {
    if (first === '-z') return operator === '';
    if (first === '-n') return operator !== '';
    return around.exists(operator);
  }
  const order = Number(first) - Number(third);
  switch (operator) {
    case '=':
    case '==':
      return first === third;
    case '!=':
      return first !== third;
    case '-eq':
      return order === 0;
    case '-ne':
      return order !== 0;
    case '-gt':
      return order > 0;
    case '-ge':
      return order >= 0;
    case '-lt':
      return order < 0;
    case '-le':
      return order <= 0;
    default:
      return false;
  }
}

/** wget and curl. wget fails on an error status, curl only with -f. */
function fetchUrl(args: readonly string[], around: Surroundings, refused: number): CommandResult {
  const target =
    args.find((arg) => /^https?:\/\//.test(arg)) ?? plain(args).findLast((arg) => /^[\w.-]+(:\d+)?(\/|$)/.test(arg) && arg !== '/dev/null');
  if (target === undefined) return { status: 2 };
  const answer = around.request(target.includes('://') ? target : `http://${target}`);
  const strict = refused === 1 || args.some((arg) => /^-\w*f/.test(arg) || arg === '--fail');
  if (answer.status === 0)
    return refused === 1 ? wgetFailure(target, answer) : curlFailure(args, answer.body, answer.unresolved ? 6 : refused);
  if (strict && answer.status >= 400)
    return refused === 1
      ? fail(`wget: server returned error: HTTP/1.1 ${answer.status} ${REASONS[answer.status] ?? ''}`.trimEnd())
      : curlFailure(args, `curl: (22) The requested URL returned error: ${answer.status}`, 22);
  const format = refused === 7 ? optionValue(args, '-w', '--write-out') : undefined;
  const body = isShown(args, refused === 1) ? answer.body : '';
  const text = `${body}${unescaped(format ?? '').replaceAll('%{http_code}', String(answer.status))}`;
  return text === '' ? OK : { status: 0, output: text.replace(/\n$/, ''), isOpen: !text.endsWith('\n') };
}

const REASONS: { readonly [status: number]: string } = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** wget saves what it gets unless it is told to print it; curl prints it unless it is told to save it. */
function isShown(args: readonly string[], isWget: boolean): boolean {
  const file = args.findIndex((arg) => (isWget ? /^-\w*O/ : /^-\w*[oO]$|^--output$/).test(arg));
  const option = args[file];
  if (option === undefined) return !isWget;
  if (!isWget) return false;
  return (option.replace(/^-\w*O/, '') || args[file + 1]) === '-';
}

function curlFailure(args: readonly string[], message: string, status: number): CommandResult {
  const isSilent = args.some((arg) => /^-\w*s/.test(arg) || arg === '--silent');
  const tells = args.some((arg) => /^-\w*S/.test(arg) || arg === '--show-error');
  return isSilent && !tells ? { status } : fail(message, status);
}

function wgetFailure(target: string, answer: { readonly body: string; readonly unresolved?: boolean }): CommandResult {
  const host = target.replace(/^\w+:\/\//, '').replace(/[:/].*$/, '');
  const why = answer.body.endsWith('timed out') ? 'Operation timed out' : 'Connection refused';
  return fail(answer.unresolved ? `wget: bad address '${host}'` : `wget: can't connect to remote host (${host}): ${why}`);
}

function lookUp(args: readonly string[], around: Surroundings): CommandResult {
  const name = plain(args).find((arg) => /^[\w-]+(\.[\w-]+)*\.?$/.test(arg) && !/^\d+$/.test(arg));
  if (name === undefined) return FAILED;
  const addresses = around.resolve(name);
  if (addresses.length === 0) return { status: 1, output: `** server can't find ${name}: NXDOMAIN` };
  return print(addresses.map((address) => `Name:\t${name}\nAddress: ${address}`).join('\n'));
}

function netcat(args: readonly string[], around: Surroundings): CommandResult {
  const listens = args.some((arg) => /^-\w*l/.test(arg));
  const numbers = args.filter((arg) => /^\d+$/.test(arg));
  const port = Number(numbers.at(-1) ?? 0);
  if (listens) return { status: 0, forever: true, listen: { port, protocol: 'tcp' } };
  const host = plain(args).find((arg) => !/^\d+$/.test(arg)) ?? 'localhost';
  return around.request(`tcp://${host}:${port}`).status === 0 ? FAILED : OK;
}

/** A database's own client: against a server elsewhere, or the one in this container. */
function askServer(args: readonly string[], around: Surroundings, defaultPort: number, answer: string): CommandResult {
  const host = optionValue(args, '-h', '--host') ?? 'localhost';
  const port = Number(optionValue(args, '-p', '-P', '--port') ?? defaultPort) || defaultPort;
  const local = host === 'localhost' || host === '127.0.0.1' || host === '0.0.0.0';
  const up = local ? around.listening(port) : around.request(`tcp://${host}:${port}`).status !== 0;
  return up ? print(answer) : fail(`Could not connect to server at ${host}:${port}: Connection refused`);
}
