import type { KubeObject } from '../../api/object.ts';
import type { ApiResource, WriteOptions } from '../../api/request.ts';
import { CommandError } from '../errors.ts';
import { type FlagSpecs, text } from '../parse/flags.ts';
import { type OutputFormat, PRINT_FLAGS, type PrintFlags, WRITTEN_FORMATS, outputOf, printResult } from '../printer/output.ts';
import { type Session, err, managerOf } from '../session.ts';

/** Flags of the verbs that write. */
export const WRITE_FLAGS = {
  ...PRINT_FLAGS,
  dryRun: text('none', '', 'unchanged'),
} satisfies FlagSpecs;

/** `WRITE_FLAGS` and the name under which the verb writes. */
export function writeFlags(manager: string) {
  return { ...WRITE_FLAGS, fieldManager: text(manager) } satisfies FlagSpecs;
}

export interface WriteFlags extends PrintFlags {
  readonly dryRun?: string;
  readonly fieldManager?: string;
}

const DEPRECATED = '--dry-run is deprecated and can be replaced with --dry-run=client.';

export type DryRun = 'none' | 'client' | 'server';

export function dryRunOf(session: Session, { dryRun = 'none' }: Pick<WriteFlags, 'dryRun'>): DryRun {
  if (dryRun === 'none' || dryRun === 'client' || dryRun === 'server') return dryRun;
  if (dryRun !== 'unchanged') throw new CommandError(`Invalid dry-run value (${dryRun}). Must be "none", "server", or "client".`);
  if (!session.warned.has(DEPRECATED)) err(session, `W ${DEPRECATED}`);
  session.warned.add(DEPRECATED);
  return 'client';
}

/** Options of a request; `usual` is the verb's own field manager. */
export function writeOptions(session: Session, flags: WriteFlags, usual: string): WriteOptions {
  const dryRun = dryRunOf(session, flags) === 'server';
  const { fieldManager: given = '' } = flags;
  const fieldManager = given === '' || given === usual ? managerOf(session, usual) : given;
  return { fieldManager, ...(dryRun ? { dryRun } : {}) };
}

/** Verbs that write print no tables. Those that take long to undo ask this before they begin. */
export function checkOutput(session: Session, flags: PrintFlags): OutputFormat {
  return outputOf(session, flags, WRITTEN_FORMATS);
}

/** Prints `pod/web created`, with what `--dry-run` adds, or whatever `-o` asks for. */
export function report(session: Session, flags: WriteFlags, resource: ApiResource, object: KubeObject, done: string): void {
  const format = checkOutput(session, flags);
  printResult(session, resource, object, format, `${done}${dryRunSuffix(dryRunOf(session, flags))}`, flags.showManagedFields);
}

export function dryRunSuffix(dryRun: DryRun): string {
  if (dryRun === 'none') return '';
  return dryRun === 'client' ? ' (dry run)' : ' (server dry run)';
}

const VALIDATION: Readonly<Record<string, 'Strict' | 'Warn' | 'Ignore'>> = {
  strict: 'Strict',
  true: 'Strict',
  warn: 'Warn',
  ignore: 'Ignore',
  false: 'Ignore',
};

/** `--validate`: what the server does with unknown and duplicate fields. */
export function fieldValidation(validate: string): 'Strict' | 'Warn' | 'Ignore' {
  const known = VALIDATION[validate];
  if (known === undefined)
    throw new CommandError(
      `invalid - validate option ${JSON.stringify(validate)}; must be one of: strict (or true), warn, ignore (or false)`,
    );
  return known;
}
