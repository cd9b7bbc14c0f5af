import type { KubeObject } from '../../api/object.ts';
import type { ApiResource } from '../../api/request.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { type ParsedDocument, parseDocuments, yamlErrorText } from '../../api/yaml.ts';
import { CommandError, isFailure } from '../errors.ts';
import { type Session, err } from '../session.ts';
import { type FlagSpecs, bool, list, text } from './flags.ts';
import { resolveKind } from './types.ts';

/** A document of a `-f` file, and what the server calls its kind. */
export interface Item {
  /** With the namespace that it goes to. */
  readonly object: KubeObject;
  /** As it stands in the document. */
  readonly written: KubeObject;
  readonly resource: ApiResource;
  /** The namespace that it goes to. */
  readonly namespace: string;
  readonly name: string;
  /** What error messages call its origin: the file's name or `STDIN`. */
  readonly source: string;
  readonly document: ParsedDocument | undefined;
}

export interface Items {
  readonly items: readonly Item[];
  /** Documents that could not be read; the others are used all the same. */
  readonly errors: readonly unknown[];
}

const EXTENSIONS = ['.json', '.yaml', '.yml'];

export const FILE_FLAGS = { filename: list('f'), kustomize: text('', 'k'), recursive: bool('R') } satisfies FlagSpecs;

/** Where objects are read from. */
export interface FileOptions {
  readonly filename?: readonly string[];
  readonly kustomize?: string;
  readonly recursive?: boolean;
}

export function hasFiles({ filename = [], kustomize = '' }: FileOptions): boolean {
  return filename.length > 0 || kustomize !== '';
}

/** What verbs say that take nothing but files (resource.FilenameOptions). */
export function requireFiles(options: FileOptions, exitCode = 1): void {
  if (!hasFiles(options)) throw new CommandError('must specify one of -f and -k', exitCode);
}

/** Reads every document of the files, folders and standard input (`-`) that `-f` names, or what the folder of `-k` is built to. */
export async function readItems(session: Session, options: FileOptions): Promise<Items> {
  const items: Item[] = [];
  const errors: unknown[] = [];
  for (const { source, text } of await sourcesOf(session, options)) {
    for (const document of parseDocuments(text)) {
      try {
        items.push(...(await toItems(session, document, source)));
      } catch (error) {
        if (!isFailure(error)) throw error;
        errors.push(error);
      }
    }
  }
  return { items, errors };
}

interface Source {
  readonly source: string;
  readonly text: string;
}

async function sourcesOf(session: Session, { filename = [], kustomize = '', recursive = false }: FileOptions): Promise<readonly Source[]> {
  if (kustomize !== '') {
    if (filename.length > 0) throw new CommandError('only one of -f or -k can be specified');
    if (recursive) throw new CommandError("the -k flag can't be used with -f or -R");
    const { buildKustomization } = await import('../kustomize/build.ts');
    const surroundings = { files: session.io, anywhere: false, warn: (warning: string) => err(session, warning) };
    return [{ source: kustomize, text: buildKustomization(surroundings, kustomize) }];
  }
  const names = filename.flatMap((given) => expand(session, given, recursive));
  return Promise.all(names.map(async (name) => ({ source: name === '-' ? 'STDIN' : name, text: await readSource(session, name) })));
}

async function readSource(session: Session, name: string): Promise<string> {
  if (name === '-') return session.io.stdin;
  if (/^https?:\/\//.test(name)) return readUrl(session, name);
  const text = session.io.readFile(name) ?? session.io.readFile(name.replace(/^\.\//, ''));
  if (text === undefined) throw new CommandError(`the path ${JSON.stringify(name)} does not exist`);
  return text;
}

async function readUrl(session: Session, url: string): Promise<string> {
  const page = await session.io.readUrl?.(url);
  if (page === undefined) throw new CommandError(`unable to read URL ${JSON.stringify(url)}: no such address can be reached from here`);
  if (page.code === 200) return page.text;
  throw new CommandError(
    `unable to read URL ${JSON.stringify(url)}, server reported ${page.code} ${page.reason}, status code=${page.code}`,
  );
}

function expand(session: Session, name: string, recursive: boolean): string[] {
  if (name === '-') return [name];
  const files = session.io.readFolder?.(name);
  if (files === undefined) return [name];
  const base = name.replace(/\/$/, '');
  const wanted = files.filter((file) => EXTENSIONS.some((extension) => file.endsWith(extension))).toSorted();
  const folders = recursive ? files.filter((file) => session.io.readFolder?.(`${base}/${file}`) !== undefined).toSorted() : [];
  return [...wanted.map((file) => `${base}/${file}`), ...folders.flatMap((file) => expand(session, `${base}/${file}`, true))];
}

/** A document gives one object, or those of a List. Of duplicate keys the last counts, as in kubectl's own YAML parser. */
export async function toItems(session: Session, document: ParsedDocument, source: string): Promise<Item[]> {
  const broken = document.errors.find(({ kind }) => kind !== 'duplicate');
  if (broken !== undefined) throw new CommandError(`error parsing ${source}: error converting YAML to JSON: ${yamlErrorText(broken)}`);
  if (document.value === null) return [];
  const found: Item[] = [];
  for (const value of flatten(document.value)) found.push(await toItem(session, value, source, document));
  return found;
}

function flatten(value: JsonValue): readonly JsonValue[] {
  if (!isObject(value) || typeof value.kind !== 'string' || !value.kind.endsWith('List') || !Array.isArray(value.items)) return [value];
  return value.items as readonly JsonValue[];
}

async function toItem(session: Session, value: JsonValue, source: string, document: ParsedDocument): Promise<Item> {
  if (!isObject(value)) throw invalidData(source, 'invalid object to validate');
  const missing = (['apiVersion', 'kind'] as const).filter((key) => typeof value[key] !== 'string' || value[key] === '');
  if (missing.length > 0) throw invalidData(source, missing.length === 2 ? '[apiVersion not set, kind not set]' : `${missing[0]} not set`);
  const object = value as unknown as KubeObject;
  const name = textAt(object.metadata?.name);
  const given = textAt(object.metadata?.namespace);
  const resource = await resolveKind(session, object.apiVersion, object.kind);
  if (resource === undefined) throw noMatch(object, name, given, source);
  if (resource.namespaced && session.namespaceGiven && given !== '' && given !== session.namespace)
    throw otherNamespace(given, session.namespace);
  const namespace = resource.namespaced ? given || session.namespace : '';
  const placed = resource.namespaced ? { ...object, metadata: { ...object.metadata, namespace } } : object;
  return { object: placed, written: object, resource, namespace, name, source, document };
}

function textAt(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function otherNamespace(given: string, wanted: string): CommandError {
  const namespaces = `the namespace from the provided object "${given}" does not match the namespace "${wanted}"`;
  return new CommandError(`${namespaces}. You must pass '--namespace=${given}' to perform this operation.`);
}

function noMatch(object: KubeObject, name: string, namespace: string, source: string): CommandError {
  const subject = `resource mapping not found for name: "${name}" namespace: "${namespace}" from "${source}"`;
  return new CommandError(
    `${subject}: no matches for kind "${object.kind}" in version "${object.apiVersion}"\nensure CRDs are installed first`,
  );
}

function invalidData(source: string, why: string): CommandError {
  const advice = 'if you choose to ignore these errors, turn validation off with --validate=false';
  return new CommandError(`error validating ${JSON.stringify(source)}: error validating data: ${why}; ${advice}`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
