/** Reading and writing the files of a kubeconfig (client-go's tools/clientcmd/loader.go and config.go). */
import { deepEqual } from '../../base/equal.ts';
import type { JsonObject } from '../../api/scalars.ts';
import { CommandError, throwCollected } from '../errors.ts';
import { decodeKubeconfig } from './decode.ts';
import { kubeconfigText } from './encode.ts';
import { SECTION_NAMES, type Section } from './fields.ts';
import { EMPTY, type Kubeconfig, type Stanza, mergeConfigs, textField, withStanza } from './kubeconfig.ts';
import { absolutePath, folderOf, pathBelow } from './paths.ts';

/** Where a kubeconfig is kept. */
export interface KubeconfigFiles {
  /** Those of `$KUBECONFIG`, or the one in the home folder. */
  readonly paths: readonly string[];
  /** The working folder, which relative paths are meant from. */
  readonly folder: string;
  /** Text of a file; undefined when there is none. Throws a CommandError that says why it can't be read. */
  read(path: string): string | undefined;
  /** Makes folders on the way. */
  write(path: string, text: string): void;
}

/** The files of one run: those that `--kubeconfig` names go before all others. */
export interface Access {
  readonly files: KubeconfigFiles;
  readonly explicit: string;
}

export function precedence({ files, explicit }: Access): readonly string[] {
  return explicit === '' ? [...new Set(files.paths)] : [explicit];
}

/** Where new things go: the first file that there is, or the last one named. */
export function defaultFile(access: Access): string {
  const paths = precedence(access);
  return paths.find((path) => paths.length > 1 && access.files.read(path) !== undefined) ?? paths.at(-1) ?? '';
}

/** What all files say together. A file that is not there says nothing. */
export function startingConfig(access: Access): Kubeconfig {
  return loadAll(access.files, precedence(access));
}

/** As clients load it: a file that was asked for has to be there. */
export function loadConfig(access: Access): Kubeconfig {
  const { files, explicit } = access;
  if (explicit !== '' && files.read(explicit) === undefined) throw new CommandError(`stat ${explicit}: no such file or directory`);
  return startingConfig(access);
}

function loadAll(files: KubeconfigFiles, paths: readonly string[]): Kubeconfig {
  const errors: unknown[] = [];
  const configs: Kubeconfig[] = [];
  for (const path of paths.filter((one) => one !== '')) {
    try {
      configs.push(loadFile(files, path) ?? EMPTY);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push(new CommandError(`error loading config file ${quoted(path)}: ${error.message}`));
    }
  }
  throwCollected(errors);
  return mergeConfigs(configs);
}

function quoted(path: string): string {
  return `"${path}"`;
}

/** Undefined when there is no such file. */
export function loadFile(files: KubeconfigFiles, path: string): Kubeconfig | undefined {
  const text = files.read(path);
  return text === undefined ? undefined : decodeKubeconfig(text, path);
}

/** Writes what has changed, each thing into the file that it came from. `relative`: paths of files are written from there. */
export function modifyConfig(access: Access, wanted: Kubeconfig, relative: boolean): void {
  const before = startingConfig(access);
  if (before.currentContext !== wanted.currentContext) writeCurrentContext(access, wanted.currentContext);
  if (!deepEqual(before.preferences, wanted.preferences)) writePreferences(access, wanted.preferences);
  for (const section of SECTION_NAMES) writeSection(access, section, before, wanted, relative && section !== 'contexts');
  for (const section of SECTION_NAMES) {
    for (const [name, { origin }] of before[section]) {
      if (!wanted[section].has(name))
        edit(access.files, origin || defaultFile(access), (config) => withStanza(config, section, name, undefined));
    }
  }
}

function writeSection(access: Access, section: Section, before: Kubeconfig, wanted: Kubeconfig, relative: boolean): void {
  for (const [name, stanza] of wanted[section]) {
    if (deepEqual(before[section].get(name), stanza)) continue;
    const origin = stanza.origin || defaultFile(access);
    const fields = relative ? relativised(stanza.fields, absolutePath(folderOf(origin), access.files.folder)) : stanza.fields;
    edit(access.files, origin, (config) => withStanza(config, section, name, { origin, fields }));
  }
}

/** A context is chosen in the first file that there is, and unset in the one that chooses it. */
function writeCurrentContext(access: Access, name: string): void {
  const { files, explicit } = access;
  const chosen = (config: Kubeconfig) => ({ ...config, currentContext: name });
  if (explicit !== '') return edit(files, explicit, chosen);
  if (name !== '') return edit(files, defaultFile(access), chosen);
  const choosing = precedence(access).find((path) => (loadFile(files, path)?.currentContext ?? '') !== '');
  if (choosing === undefined) throw new CommandError('no config found to write context');
  edit(files, choosing, chosen);
}

/** Into the first file that says otherwise. */
function writePreferences(access: Access, preferences: JsonObject): void {
  const { files } = access;
  const other = precedence(access).find((path) => !deepEqual(loadFile(files, path)?.preferences ?? {}, preferences));
  if (other === undefined) throw new CommandError('no config found to write preferences');
  edit(files, other, (config) => ({ ...config, preferences }));
}

function edit(files: KubeconfigFiles, path: string, change: (config: Kubeconfig) => Kubeconfig): void {
  files.write(path, kubeconfigText(change(loadFile(files, path) ?? EMPTY)));
}

const PATH_FIELDS: readonly string[] = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/** Paths below the file's folder are written from there. */
function relativised(fields: JsonObject, base: string): JsonObject {
  return withPaths(fields, (path) => {
    const absolute = absolutePath(path, base);
    return pathBelow(absolute, base) ?? absolute;
  });
}

/** Paths as clients need them: those that are relative are meant from the file that has them. */
export function withResolvedPaths({ origin, fields }: Stanza, folder: string): JsonObject {
  if (origin === '') return fields;
  const base = absolutePath(folderOf(origin), folder);
  return withPaths(fields, (path) => absolutePath(path, base));
}

function withPaths(fields: JsonObject, change: (path: string) => string): JsonObject {
  const changed = PATH_FIELDS.filter((name) => textField(fields, name) !== '').map((name) => [name, change(textField(fields, name))]);
  const exec = fields['exec'] as JsonObject | undefined;
  const command = textField(exec, 'command');
  const plugin = command.includes('/') ? { exec: { ...exec, command: change(command) } } : {};
  return { ...fields, ...Object.fromEntries(changed), ...plugin };
}
