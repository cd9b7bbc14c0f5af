import { CommandError } from '../../errors.ts';
import { FILE_FLAGS } from '../../parse/documents.ts';
import { PRINT_FLAGS } from '../../printer/output.ts';
import { type FlagSpecs, type FlagValues, bool, int, list, text, withValues } from '../../parse/flags.ts';

export const GET_FLAGS = {
  ...PRINT_FLAGS,
  output: withValues(PRINT_FLAGS.output, 'formats'),
  selector: text('', 'l'),
  fieldSelector: text(),
  allNamespaces: bool('A'),
  ...FILE_FLAGS,
  labelColumns: list('L'),
  showLabels: bool(),
  showKind: bool(),
  noHeaders: bool(),
  sortBy: text(),
  ignoreNotFound: bool(),
  chunkSize: int(500),
  subresource: withValues(text(), 'subresources'),
  serverPrint: bool('', true),
  watch: bool('w'),
  watchOnly: bool(),
  outputWatchEvents: bool(),
  raw: text(),
} satisfies FlagSpecs;

export type GetFlags = FlagValues<typeof GET_FLAGS>;

export function isWatching({ watch, watchOnly }: GetFlags): boolean {
  return watch || watchOnly;
}

/** What can't be asked for together. */
export function checkFlags(flags: GetFlags): void {
  const { raw, output, selector, showLabels, outputWatchEvents } = flags;
  const refuse = (when: boolean, why: string) => {
    if (when) throw new CommandError(why);
  };
  refuse(
    raw !== '' && (isWatching(flags) || selector !== ''),
    '--raw may not be specified with other flags that filter the server request or alter the output',
  );
  refuse(raw !== '' && output !== '', '--raw and --output are mutually exclusive');
  refuse(showLabels && output !== '' && output !== 'wide', `--show-labels option cannot be used with ${output} printer`);
  refuse(outputWatchEvents && !isWatching(flags), '--output-watch-events option can only be used with --watch or --watch-only');
}
