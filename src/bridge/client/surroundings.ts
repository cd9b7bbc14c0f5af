/** A terminal on this machine as the surroundings of kubectl: files, standard streams, an editor, and servers over HTTP. */
import { readFileSync } from 'node:fs';
import type { ApiPort } from '../../api/request.ts';
import type { Connection, KubectlIo, WebPage } from '../../kubectl/index.ts';
import type { HttpConfig } from './config.ts';
import { createEditor } from './editor.ts';
import { connectionError } from './failures.ts';
import { kubeconfigFiles, readFile, readFolder } from './files.ts';
import { httpPort } from './port.ts';
import { traceText } from './trace.ts';

export interface Surroundings {
  readonly io: KubectlIo;
  /** Ends connections and removes what is temporary. */
  close(exitCode: number): void;
}

const USER_AGENT = 'kubectl/v1.36.4 (linux/amd64)';

export function createSurroundings(
  environment: NodeJS.ProcessEnv,
  write: (stream: 'stdout' | 'stderr', text: string) => void,
): Surroundings {
  const opened: { close(): void }[] = [];
  const editor = createEditor(environment);
  const connect = (connection: Connection): ApiPort => {
    const port = httpPort(configOf(connection, (text) => write('stderr', text)));
    opened.push(port);
    return port;
  };
  const io: KubectlIo = {
    port: NOWHERE,
    namespace: 'default',
    readFile,
    readFolder,
    readUrl,
    get stdin() {
      return readFileSync(0, 'utf8');
    },
    config: kubeconfigFiles(environment),
    connect,
    edit: editor.edit,
    write,
  };
  return {
    io,
    close(exitCode) {
      editor.cleanUp(exitCode !== 0);
      for (const port of opened) port.close();
    },
  };
}

/** A kubeconfig always chooses some server. */
const NOWHERE: ApiPort = {
  request: () => Promise.reject(new Error('no server was chosen')),
  watch() {
    throw new Error('no server was chosen');
  },
  log() {
    throw new Error('no server was chosen');
  },
  sleep: () => Promise.resolve(),
  now: Date.now,
};

export function configOf(connection: Connection, say: (text: string) => void): HttpConfig {
  const { server, ca, isInsecure, serverName, certificate, key, basic, timeoutMs, verbosity } = connection;
  return {
    server,
    userAgent: USER_AGENT,
    tls: {
      isInsecure,
      ...(ca === undefined ? {} : { ca }),
      ...(serverName === undefined ? {} : { serverName }),
      ...(certificate === undefined ? {} : { certificate }),
      ...(key === undefined ? {} : { key }),
    },
    ...(basic === undefined ? {} : { basic }),
    timeoutMs,
    trace: (exchange) => say(traceText(exchange, verbosity, new Date(), process.pid)),
  };
}

async function readUrl(url: string): Promise<WebPage> {
  try {
    const response = await fetch(url);
    return { code: response.status, reason: response.statusText, text: await response.text() };
  } catch (error) {
    throw connectionError(error instanceof Error && error.cause instanceof Error ? error.cause : new Error(String(error)), new URL(url));
  }
}
