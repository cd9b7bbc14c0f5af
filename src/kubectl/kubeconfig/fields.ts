/** Fields of a kubeconfig (client-go's tools/clientcmd/api/v1/types.go), in the order in which Go writes them. */
export type FieldType = 'text' | 'bool' | 'bytes' | 'texts' | 'pairs' | 'lists' | 'extensions' | readonly Field[] | ListType;

/** Structs in a list; `goType` is what Go calls one of them. */
export interface ListType {
  readonly goType: string;
  readonly items: readonly Field[];
}

export interface Field {
  readonly name: string;
  /** What `config set` calls it. */
  readonly step?: string;
  readonly type: FieldType;
  /** Go's struct, of a field that is one. */
  readonly goType?: string;
  /** Written even when it is empty. */
  readonly always?: true;
  /** Shown by `config view` to nobody. */
  readonly secret?: true;
}

const text = (name: string, more: Partial<Field> = {}): Field => ({ name, type: 'text', ...more });
const ALWAYS = { always: true } as const;
const SECRET = { secret: true } as const;
const EXTENSIONS: Field = { name: 'extensions', type: 'extensions' };

export const CLUSTER_FIELDS: readonly Field[] = [
  text('server', ALWAYS),
  text('tls-server-name'),
  { name: 'insecure-skip-tls-verify', type: 'bool' },
  text('certificate-authority'),
  { name: 'certificate-authority-data', type: 'bytes' },
  text('proxy-url'),
  { name: 'disable-compression', type: 'bool' },
  EXTENSIONS,
];

const ENV_FIELDS: readonly Field[] = [text('name', ALWAYS), text('value', ALWAYS)];

const EXEC_FIELDS: readonly Field[] = [
  text('command', ALWAYS),
  { name: 'args', type: 'texts', ...ALWAYS },
  { name: 'env', type: { goType: 'ExecEnvVar', items: ENV_FIELDS }, ...ALWAYS },
  text('apiVersion'),
  text('installHint'),
  { name: 'provideClusterInfo', type: 'bool', ...ALWAYS },
  text('interactiveMode'),
];

export const USER_FIELDS: readonly Field[] = [
  text('client-certificate'),
  { name: 'client-certificate-data', type: 'bytes' },
  text('client-key'),
  { name: 'client-key-data', type: 'bytes', ...SECRET },
  text('token', SECRET),
  text('tokenFile'),
  text('as', { step: 'act-as' }),
  text('as-uid', { step: 'act-as-uid' }),
  { name: 'as-groups', step: 'act-as-groups', type: 'texts' },
  { name: 'as-user-extra', step: 'act-as-user-extra', type: 'lists' },
  text('username'),
  text('password', SECRET),
  { name: 'auth-provider', type: [text('name', ALWAYS), { name: 'config', type: 'pairs', ...ALWAYS }], goType: 'AuthProviderConfig' },
  { name: 'exec', type: EXEC_FIELDS, goType: 'ExecConfig' },
  EXTENSIONS,
];

export const CONTEXT_FIELDS: readonly Field[] = [text('cluster', ALWAYS), text('user', ALWAYS), text('namespace'), EXTENSIONS];

export const PREFERENCES_FIELDS: readonly Field[] = [{ name: 'colors', type: 'bool' }, EXTENSIONS];

/** The three lists of named things: what the list is called, and what one of them. */
export const SECTIONS = {
  clusters: { item: 'cluster', goType: 'Cluster', fields: CLUSTER_FIELDS },
  users: { item: 'user', goType: 'AuthInfo', fields: USER_FIELDS },
  contexts: { item: 'context', goType: 'Context', fields: CONTEXT_FIELDS },
} as const;

export type Section = keyof typeof SECTIONS;
export const SECTION_NAMES: readonly Section[] = ['clusters', 'users', 'contexts'];
