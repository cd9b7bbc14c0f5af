import { utf8Base64 } from '../../base64.ts';
import type { KubeObject } from '../../../api/object.ts';
import { CommandError, helpError } from '../../errors.ts';
import { type FlagSpecs, type FlagValues, array } from '../../parse/flags.ts';
import type { Session } from '../../session.ts';
import type { Call } from '../../verb.ts';

/** `kubectl create <name>`: an object made from flags. One file each, and one line in `generators.ts`. */
export interface Generator<F extends FlagSpecs = FlagSpecs> {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly usage: string;
  readonly flags: F;
  readonly subcommands?: readonly Generator[];
  /** What stands before the server's refusal: `failed to create deployment:`. Without it the refusal is shown as it is. */
  readonly failure?: string;
  generate(session: Session, call: Call<F>): KubeObject;
}

export function defineGenerator<const F extends FlagSpecs>(generator: Generator<F>): Generator {
  return generator;
}

export function requireName(args: readonly string[], verb: string): string {
  const [name, ...more] = args;
  if (name === undefined || more.length > 0) throw helpError(`kubectl ${verb}`, `exactly one NAME is required, got ${args.length}`);
  return name;
}

export function requireFlags(call: Call<FlagSpecs>, ...names: readonly string[]): void {
  const missing = names.filter((name) => !call.given.has(name));
  if (missing.length > 0) throw new CommandError(`required flag(s) ${missing.map((name) => JSON.stringify(name)).join(', ')} not set`);
}

export const DATA_FLAGS = { fromLiteral: array(), fromFile: array(), fromEnvFile: array() };
type DataFlags = FlagValues<typeof DATA_FLAGS>;

/** Data of a ConfigMap or a Secret from `--from-literal`, `--from-file` and `--from-env-file`. */
export function readData(session: Session, flags: DataFlags): { [key: string]: string } {
  const data: { [key: string]: string } = {};
  const add = (key: string, value: string): void => {
    if (Object.hasOwn(data, key))
      throw new CommandError(`cannot add key ${key}, another key by that name already exists in Data for ConfigMap`);
    data[key] = value;
  };
  for (const literal of flags.fromLiteral) {
    const equals = literal.indexOf('=');
    if (equals <= 0) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
    add(literal.slice(0, equals), unquoted(literal.slice(equals + 1)));
  }
  for (const source of flags.fromFile) for (const [key, value] of fileData(session, source)) add(key, value);
  for (const name of flags.fromEnvFile) for (const [key, value] of envData(readText(session, name))) add(key, value);
  return data;
}

function unquoted(value: string): string {
  return /^(['"])(.*)\1$/s.exec(value)?.[2] ?? value;
}

function fileData(session: Session, source: string): readonly (readonly [string, string])[] {
  const equals = source.indexOf('=');
  const path = source.slice(equals + 1);
  const files = session.io.readFolder?.(path);
  if (files !== undefined) return files.map((file) => [file, readText(session, `${path.replace(/\/$/, '')}/${file}`)] as const);
  return [[equals > 0 ? source.slice(0, equals) : baseName(path), readText(session, path)]];
}

function envData(text: string): readonly (readonly [string, string])[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  return lines.map((line) => {
    const equals = line.indexOf('=');
    return equals < 0 ? [line.trim(), ''] : [line.slice(0, equals).trim(), line.slice(equals + 1)];
  });
}

function baseName(path: string): string {
  return path.split('/').at(-1) ?? path;
}

function readText(session: Session, name: string): string {
  const text = session.io.readFile(name);
  if (text === undefined) throw new CommandError(`error reading ${name}: no such file or directory`);
  return text;
}

/** Values of a Secret's data. */
export function encoded(data: { readonly [key: string]: string }): { [key: string]: string } {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, utf8Base64(value)]));
}
