import { CommandError } from '../errors.ts';
import type { KubectlIo, Session } from '../session.ts';
import { complete } from './complete.ts';

export type CompletionForm = 'described' | 'bare';

/** The answer to a shell: one candidate a line with its description behind a tab, and last the directive behind a colon. */
export async function printCompletion(
  words: readonly string[],
  io: KubectlIo,
  { stdout, stderr }: Pick<Session, 'stdout' | 'stderr'>,
  form: CompletionForm,
): Promise<void> {
  if (words.length === 0) throw new CommandError('requires at least 1 arg(s), only received 0');
  const { candidates, directive, problems } = await complete(words, io, { beyond: false });
  for (const problem of problems) stderr.push(`[Debug] ${problem}\n`);
  for (const { text, description } of candidates)
    stdout.push(form === 'bare' || description === '' ? `${text}\n` : `${text}\t${description}\n`);
  stdout.push(`:${directive}\n`);
  stderr.push(`Completion ended with directive: ${directiveNames(directive)}\n`);
}

const NAMES = ['Error', 'NoSpace', 'NoFileComp', 'FilterFileExt'];

function directiveNames(directive: number): string {
  const names = NAMES.filter((_, bit) => (directive & (1 << bit)) !== 0).map((name) => `ShellCompDirective${name}`);
  return names.length === 0 ? 'ShellCompDirectiveDefault' : names.join(', ');
}
