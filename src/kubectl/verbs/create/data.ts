import { encodeBase64, utf8Bytes } from '../../../base/base64.ts';
import { sha256 } from '../../../base/sha256.ts';
import { type Rule, configMapKey, envVarName } from '../../../api/names.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { toJson } from '../../../api/sorted-json.ts';
import { CommandError } from '../../errors.ts';
import { type FlagValues, array, list } from '../../parse/flags.ts';
import type { Session } from '../../session.ts';

/** Data of ConfigMaps and Secrets from literals, files, folders and env files. */
export const DATA_FLAGS = { fromLiteral: array(), fromFile: list(), fromEnvFile: list() };
type DataFlags = FlagValues<typeof DATA_FLAGS>;
type Data = { [key: string]: string };

/** What the two kinds call things in their messages. */
export interface DataWords {
  readonly envFile: string;
  badKey(key: string, findings: readonly string[]): string;
  repeatedKey(key: string): string;
}

export function readData(session: Session, flags: DataFlags, words: DataWords): Data {
  if (flags.fromEnvFile.length > 0 && flags.fromFile.length + flags.fromLiteral.length > 0)
    throw new CommandError('from-env-file cannot be combined with from-file or from-literal');
  const data: Data = {};
  const add = (key: string, value: string): void => {
    const findings = configMapKey(key);
    if (findings.length > 0) throw new CommandError(words.badKey(key, findings));
    if (Object.hasOwn(data, key)) throw new CommandError(words.repeatedKey(key));
    data[key] = value;
  };
  for (const literal of flags.fromLiteral) add(...literalPair(literal));
  for (const source of flags.fromFile) for (const [key, value] of fileData(session, source)) add(key, value);
  for (const name of flags.fromEnvFile) for (const [key, value] of envData(session, name, words)) add(key, value);
  return data;
}

function literalPair(literal: string): Pair {
  const equals = literal.indexOf('=');
  if (equals <= 0) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
  return [literal.slice(0, equals), literal.slice(equals + 1)];
}

type Pair = readonly [string, string];

/** One pair, or one of every file of a folder. */
function fileData(session: Session, source: string): readonly Pair[] {
  const { key, path } = fileSource(source);
  const files = session.io.readFolder?.(path);
  if (files === undefined) return [[key, readText(session, path)]];
  if (source.includes('=')) throw new CommandError('cannot give a key name for a directory path');
  const base = path.replace(/\/$/, '');
  return files.toSorted().flatMap((file): Pair[] => {
    const content = session.io.readFile(`${base}/${file}`);
    return content === undefined ? [] : [[file, content]];
  });
}

/** `path`, whose last part is the key, or `key=path` (util.ParseFileSource). */
function fileSource(source: string): { key: string; path: string } {
  const [before = '', after, ...more] = source.split('=');
  if (after === undefined) return { key: source.split('/').at(-1) ?? source, path: source };
  if (more.length > 0) throw new CommandError("key names or file paths cannot contain '='");
  if (before === '') throw new CommandError(`key name for file path ${after} missing`);
  if (after === '') throw new CommandError(`file path for key name ${before} missing`);
  return { key: before, path: after };
}

/** A name without a value would be looked up in the environment, which is empty here. */
function envData(session: Session, name: string, words: DataWords): readonly Pair[] {
  if (session.io.readFolder?.(name) !== undefined) throw new CommandError(`env ${words.envFile} file cannot be a directory`);
  const lines = readText(session, name)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const trimmed = lines.map((line) => line.trimStart()).filter((line) => line !== '' && !line.startsWith('#'));
  return trimmed.map((line) => {
    const equals = line.indexOf('=');
    const key = equals < 0 ? line : line.slice(0, equals);
    checkEnvKey(key, envVarName);
    return [key, equals < 0 ? '' : line.slice(equals + 1)];
  });
}

function checkEnvKey(key: string, allowed: Rule): void {
  const findings = allowed(key);
  if (findings.length > 0) throw new CommandError(`${JSON.stringify(key)} is not a valid key name: ${findings.join(';')}`);
}

function readText(session: Session, name: string): string {
  const text = session.io.readFile(name);
  if (text === undefined) throw new CommandError(`error reading ${name}: no such file or directory`);
  return text;
}

/** Values of a Secret's data. */
export function encoded(data: { readonly [key: string]: string }): Data {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encodeBase64(utf8Bytes(value))]));
}

const HEX_LETTERS: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

/** The name with what `--append-hash` adds: forty bits of its content, in letters that form no words (kubectl's util/hash). */
export function withHash(name: string, append: boolean, content: { readonly [key: string]: JsonValue }): string {
  if (!append) return name;
  const digest = sha256(utf8Bytes(toJson({ ...content, name })));
  const hex = digest
    .slice(0, 5)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return `${name}-${hex.replaceAll(/[013ae]/g, (letter) => HEX_LETTERS[letter] ?? letter)}`;
}
