/** What image families share: layers of common bases, servers, and containers whose command is a shell's. */
import type { Behaviour, Call, ImageName, Layer, Listener, OnTerm, Script, Writes } from './image.ts';
import { sha256Of } from './digest.ts';

export type Base = 'none' | 'alpine' | 'debian' | 'ubuntu' | 'oracle' | 'distroless';

const BASE_BYTES: { readonly [base in Base]: number } = {
  none: 0,
  alpine: 3_640_000,
  debian: 28_230_000,
  ubuntu: 29_720_000,
  oracle: 47_500_000,
  distroless: 2_080_000,
};

/** The base's one layer, the runtime's, which all tags of a repository share, and the layers of the tag itself. */
export function layersOf(
  image: ImageName,
  base: Base,
  megabytes: { readonly runtime?: number; readonly own: number; readonly layers?: number },
): readonly Layer[] {
  const count = megabytes.layers ?? 2;
  const own = Array.from({ length: count }, (_, index) =>
    layer(`${image.repository}:${image.tag}/${index}`, (megabytes.own * 1e6) / count),
  );
  const runtime = megabytes.runtime === undefined ? [] : [layer(`${image.repository}/${base}`, megabytes.runtime * 1e6)];
  return base === 'none' ? [...runtime, ...own] : [layer(`base/${base}`, BASE_BYTES[base]), ...runtime, ...own];
}

/** Sizes vary a little from one digest to the next, as they do. */
function layer(name: string, bytes: number): Layer {
  const digest = sha256Of(name);
  return { digest, bytes: Math.round(bytes * (0.95 + Number.parseInt(digest.slice(7, 9), 16) / 2560)) };
}

export function isAlpine(image: ImageName): boolean {
  return image.tag.includes('alpine');
}

export const QUICK_TERM: OnTerm = { afterMs: 300, exitCode: 0 };

export function server(listens: readonly Listener[], writes?: Writes, onTerm: OnTerm = QUICK_TERM): Behaviour {
  return writes === undefined ? { listens, onTerm } : { listens, onTerm, writes };
}

export function http(port: number, afterMs = 0): Listener {
  return { port, protocol: 'http', afterMs };
}

export function tcp(port: number, afterMs = 0): Listener {
  return { port, protocol: 'tcp', afterMs };
}

/** A server that nobody knows and that declares no port answers on any. */
export const ANY_PORT: readonly Listener[] = [http(0)];

/** The ports of the manifest, or `standard` when it declares none. */
export function declaredOr(call: Call, standard: readonly Listener[], afterMs = 0): readonly Listener[] {
  const declared = call.ports.filter((port) => port.protocol === 'TCP');
  return declared.length === 0 ? standard : declared.map((port) => http(port.port, afterMs));
}

/**
 * For images whose entry point executes its arguments (`docker-entrypoint.sh "$@"`): what runs is the manifest's command,
 * or `standard` when it gives none, only flags, or the image's own program.
 */
export function commandOr(call: Call, own: readonly string[], standard: Behaviour, strict = false): Behaviour {
  const argv = call.command.length > 0 ? [...call.command, ...call.args] : call.args;
  const program = (argv[0] ?? '').split('/').at(-1) ?? '';
  if (program === '' || program.startsWith('-') || own.includes(program)) return standard;
  const { shell } = call;
  const source = shell.nestedScript(argv);
  if (source === undefined && isShell(program)) return shellAlone(argv, standard);
  if (source !== undefined && own.some((name) => startsServer(source, name))) return standard;
  if (source !== undefined) return runs(shell.compileScript(source));
  if (strict && !isBusyboxApplet(program)) return missingProgram(argv[0] ?? '');
  return strict || shell.isKnownCommand(program)
    ? runs(shell.compileCommand(argv))
    : server(declaredOr(call, ANY_PORT), undefined, { afterMs: 1000, exitCode: 0 });
}

function runs(script: Script): Behaviour {
  return { listens: [], script, onTerm: 'ignored' };
}

/** A script whose last line starts the image's own server serves like the image. */
function startsServer(source: string, name: string): boolean {
  const last =
    source
      .trim()
      .split(/\n|;|&&/)
      .at(-1)
      ?.trim() ?? '';
  return new RegExp(`^(exec\\s+)?([\\w./-]*/)?${name.replace(/[^\w-]/g, '')}(\\s|$)`).test(last) && !/\s-(s|t|v)\b/.test(last);
}

function isShell(program: string): boolean {
  return /^(sh|bash|ash|dash)$/.test(program);
}

/** A shell without a terminal and without a script reads the end of its input and is done. */
function shellAlone(argv: readonly string[], standard: Behaviour): Behaviour {
  return argv.length > 1 ? { ...standard, onTerm: 'ignored' } : exits(0);
}

export function exits(exitCode: number, afterMs = 0, writes?: Writes): Behaviour {
  const behaviour = { listens: [], exit: { afterMs, exitCode }, onTerm: QUICK_TERM };
  return writes === undefined ? behaviour : { ...behaviour, writes };
}

function missingProgram(program: string): Behaviour {
  const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${program}": executable file not found in $PATH`;
  return { listens: [], exit: { afterMs: 0, exitCode: 128, reason: 'StartError', message }, onTerm: QUICK_TERM };
}

const APPLETS =
  /^(\[|\[\[|sh|ash|bash|sleep|echo|cat|ls|true|false|tail|top|httpd|nc|wget|curl|nslookup|ping|touch|mkdir|cp|mv|rm|date|hostname|env|printenv|seq|test|timeout|nohup|yes|printf|id|whoami|uname|pwd|grep|tee|stat|chmod|chown|ln|ps|df|du|free|awk|sed|sort|head|wc|cut|tr|xargs|find|tar|gzip|base64|md5sum|watch|vi|telnet|dd|sync|kill|host|dig|getent|apk|stress|tini|dumb-init)$/;

function isBusyboxApplet(program: string): boolean {
  return APPLETS.test(program);
}

export const HTML_404 =
  '<html>\n<head><title>404 Not Found</title></head>\n<body>\n<center><h1>404 Not Found</h1></center>\n</body>\n</html>\n';

/** `--name=value` or `--name value` of an argument list. */
export function flag(args: readonly string[], ...names: readonly string[]): string | undefined {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    for (const name of names) {
      if (arg.startsWith(`${name}=`)) return arg.slice(name.length + 1);
      if (arg === name) return args[index + 1];
    }
  }
  return undefined;
}
