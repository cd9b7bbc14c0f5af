/** A kubeconfig as a value: what its files say together, and which of them says it. */
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { SECTION_NAMES, type Section } from './fields.ts';

/** A cluster, a user or a context: its fields by the names in which they are written, without those that are empty. */
export interface Stanza {
  /** The file that it stands in; '' for a new one. */
  readonly origin: string;
  readonly fields: JsonObject;
}

export type Stanzas = ReadonlyMap<string, Stanza>;

export interface Kubeconfig {
  readonly clusters: Stanzas;
  readonly users: Stanzas;
  readonly contexts: Stanzas;
  readonly currentContext: string;
  readonly preferences: JsonObject;
  /** Named things of others, as they were written. */
  readonly extensions: readonly JsonValue[];
}

export const EMPTY: Kubeconfig = {
  clusters: new Map(),
  users: new Map(),
  contexts: new Map(),
  currentContext: '',
  preferences: {},
  extensions: [],
};

export function textField(fields: JsonObject | undefined, name: string): string {
  const value = fields?.[name];
  return typeof value === 'string' ? value : '';
}

export function withStanza(config: Kubeconfig, section: Section, name: string, stanza: Stanza | undefined): Kubeconfig {
  const changed = new Map(config[section]);
  if (stanza === undefined) changed.delete(name);
  else changed.set(name, stanza);
  return { ...config, [section]: changed };
}

/** A field set, or taken out when it is empty. */
export function withValue(fields: JsonObject, name: string, value: JsonValue): JsonObject {
  const { [name]: _before, ...rest } = fields;
  return value === '' || value === false || value === null ? rest : { ...rest, [name]: value };
}

/** Of what several files say the first counts. */
export function mergeConfigs(configs: readonly Kubeconfig[]): Kubeconfig {
  const merged = <T>(of: (config: Kubeconfig) => ReadonlyMap<string, T>) =>
    new Map(configs.toReversed().flatMap((config) => [...of(config)]));
  const [clusters, users, contexts] = SECTION_NAMES.map((section) => merged((config) => config[section]));
  const extensions = configs.flatMap((config) => config.extensions);
  return {
    clusters: clusters ?? new Map(),
    users: users ?? new Map(),
    contexts: contexts ?? new Map(),
    currentContext: configs.find(({ currentContext }) => currentContext !== '')?.currentContext ?? '',
    preferences: Object.assign({}, ...configs.map(({ preferences }) => preferences).toReversed()) as JsonObject,
    extensions,
  };
}
