import type { KubeObject } from '../../api/object.ts';
import type { ApiResource, WriteOptions } from '../../api/request.ts';
import { CommandError } from '../errors.ts';
import { type FlagSpecs, bool, text } from '../parse/flags.ts';
import { parseOutput, printResult } from '../printer/output.ts';
import { type Session, err, managerOf } from '../session.ts';

/** Flags of every verb that writes. */
export const WRITE_FLAGS = {
  dryRun: text('none', '', 'unchanged'),
  output: text('', 'o'),
  fieldManager: text(),
  showManagedFields: bool(),
} satisfies FlagSpecs;

export interface WriteFlags {
  readonly dryRun: string;
  readonly output: string;
  readonly fieldManager: string;
  readonly showManagedFields?: boolean;
}

export type DryRun = 'none' | 'client' | 'server';

export function dryRunOf(session: Session, { dryRun }: Pick<WriteFlags, 'dryRun'>): DryRun {
  if (dryRun === 'none' || dryRun === 'client' || dryRun === 'server') return dryRun;
  if (dryRun !== 'unchanged') throw new CommandError(`Invalid dry-run value (${dryRun}). Must be "none", "server", or "client".`);
  err(session, 'W --dry-run is deprecated and can be replaced with --dry-run=client.');
  return 'client';
}

/** Options of a request; `usual` is the verb's own field manager. */
export function writeOptions(session: Session, flags: WriteFlags, usual: string): WriteOptions {
  const dryRun = dryRunOf(session, flags) === 'server';
  const fieldManager = flags.fieldManager === '' ? managerOf(session, usual) : flags.fieldManager;
  return { fieldManager, ...(dryRun ? { dryRun } : {}) };
}

const FORMATS = 'go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml';

/** Verbs that write print no tables. Those that take long to undo ask this before they begin. */
export function checkOutput({ output }: Pick<WriteFlags, 'output'>): void {
  const name = output.split('=')[0] ?? '';
  if (name !== '' && !FORMATS.split(',').includes(name))
    throw new CommandError(
      `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${FORMATS}`,
    );
}

/** Prints `pod/web created`, with what `--dry-run` adds, or whatever `-o` asks for. */
export function report(session: Session, flags: WriteFlags, resource: ApiResource, object: KubeObject, done: string): void {
  checkOutput(flags);
  const format = parseOutput(session, flags.output);
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
  if (known === undefined) throw new CommandError(`invalid argument ${JSON.stringify(validate)} for "--validate" flag`);
  return known;
}
