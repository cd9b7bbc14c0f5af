import { CommandError } from '../../errors.ts';
import { type FileOptions, hasFiles } from '../../parse/documents.ts';
import { type Found, type SelectOptions, eachObject } from '../../parse/select.ts';
import type { Session } from '../../session.ts';

/** The workloads that are meant; a type alone means all of them. */
export async function eachRollout(
  session: Session,
  args: readonly string[],
  flags: FileOptions & SelectOptions,
  act: (found: Found) => Promise<void>,
): Promise<void> {
  if (args.length === 0 && !hasFiles(flags)) throw new CommandError('required resource not specified');
  await eachObject(session, args, { ...flags, all: true }, act);
}
