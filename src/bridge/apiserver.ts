/** `npm run apiserver`: a simulated cluster behind the Kubernetes REST API on loopback. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Boot } from '../protocol/messages.ts';
import { applyText } from '../worker/apply.ts';
import { createPort } from '../worker/port.ts';
import { crashReport } from '../worker/live.ts';
import { listenForControl } from './control.ts';
import { readSchedulerConfiguration } from '../worker/scheduler-configuration.ts';
import { type Home, openHome } from './home.ts';
import { kubeconfigText, writeKubeconfig } from './kubeconfig-file.ts';
import { type Options, USAGE, parseOptions } from './options.ts';
import { CACHE_FOLDER, removeRunFile, writeRunFile } from './run-file.ts';
import { createCertificates } from './server/certificates.ts';
import { ADMINISTRATOR, ANONYMOUS, parseTokens } from './server/identities.ts';
import { type Pages, servePages } from './server/pages.ts';
import { startServer } from './server/server.ts';

/** A cluster is so old when it is first asked: its nodes are ready. */
const AGE_MS = 20_000;

async function main(argv: readonly string[]): Promise<void> {
  if (argv.includes('--help') || argv.includes('-h')) return print(USAGE);
  const options = parseOptions(argv, resolve(CACHE_FOLDER, 'kubeconfig'));
  const home = await openHome(bootOf(options), ({ message, report }) => fail(`${message}\n${report}`));
  home.cluster.advance(home.cluster.state.now + AGE_MS);
  for (const file of options.load) await load(home, file);
  home.live.pump.command({ type: 'speed', speed: options.speed });

  const certificates = options.tls ? await createCertificates(options.host) : undefined;
  let pages: Pages | undefined;
  const served = {
    get cluster() {
      return home.cluster;
    },
    changed: () => home.live.changed(),
    get pages() {
      return pages?.count ?? 0;
    },
    failed: (error: unknown) => process.stderr.write(`${String(error)}\n${crashReport(home.cluster, error)}\n`),
  };
  const server = await startServer(served, {
    host: options.host,
    port: options.port,
    ...(certificates === undefined ? {} : { tls: certificates }),
    ...(options.tokenFile === '' ? {} : { tokens: parseTokens(readText(options.tokenFile)) }),
    // Without TLS nobody can show who it is, so whoever is on this machine is its administrator.
    nobody: options.tls ? ANONYMOUS : ADMINISTRATOR,
  }).catch((error: unknown) => fail(`error: ${whyNotListening(error, options)}`));
  home.onChange(server.advanced);
  home.onReplaced(server.replaced);
  home.hold(() => server.isBehind);
  pages = servePages(server.http, home, options.host);
  const control = await listenForControl(home);
  // A browser would not trust the certificate of a run.
  writeRunFile(options.tls ? '' : server.url.replace('http://', ''), control.path);
  // However it ends.
  process.on('exit', () => {
    removeRunFile();
    control.close();
  });
  const kubeconfig = callersPath(options.kubeconfig);
  writeKubeconfig(kubeconfig, kubeconfigText(server.url, certificates));
  print(`Kubernetes API at ${server.url} (${options.nodes} nodes, ${options.speed}× time). Ctrl+C ends it.\n`);
  print(`\n  export KUBECONFIG=${kubeconfig}\n\n`);
  let isEnding = false;
  const end = () => {
    // Whoever asks twice doesn't want to wait for what is under way.
    if (isEnding) return process.exit(1);
    isEnding = true;
    home.stop();
    pages?.close();
    control.close();
    void server.close().then(() => process.exit(0));
  };
  for (const signal of SIGNALS) process.on(signal, end);
}

/** A terminal that is closed ends its programs as well. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function bootOf({ seed, nodes, schedulerConfig: file }: Options): Boot {
  const scheduler = file === '' ? {} : { scheduler: readSchedulerConfiguration(readText(file)) };
  return { from: 'empty', seed, nodes, startTime: Math.floor((Date.now() - AGE_MS) / 1000) * 1000, ...scheduler };
}

async function load(home: Home, file: string): Promise<void> {
  const port = createPort(home.cluster, ADMINISTRATOR.user, home.live.sleep);
  const { documents } = await applyText(port, readText(file), 'default', false);
  for (const { message, warnings } of documents) print([...warnings.map((text) => `Warning: ${text}\n`), message.trimEnd(), '\n'].join(''));
}

function readText(file: string): string {
  const path = callersPath(file);
  if (!existsSync(path)) throw new Error(`the path ${JSON.stringify(file)} does not exist`);
  return readFileSync(path, 'utf8');
}

/** npm runs scripts in the project's folder; files are named as seen from where it was called. */
function callersPath(file: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', file);
}

function whyNotListening(error: unknown, { host, port }: Options): string {
  const { code = '' } = error as { readonly code?: string };
  if (code === 'EADDRINUSE') return `port ${port} is taken; choose another with --port N, or --port 0 for any that is free`;
  if (code === 'EACCES') return `port ${port} is not for everybody; choose one above 1023 with --port N`;
  if (NO_ADDRESS.has(code)) return `${JSON.stringify(host)} is not a name or address of this machine`;
  return error instanceof Error ? error.message : String(error);
}

const NO_ADDRESS: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN']);

function print(text: string): void {
  process.stdout.write(text);
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

main(process.argv.slice(2)).catch((error: unknown) => fail(error instanceof Error ? `error: ${error.message}` : String(error)));
