import { CommandError, PlainError } from '../../errors.ts';
import { hasFiles } from '../../parse/documents.ts';
import { outputOf } from '../../printer/output.ts';
import { type Session, err } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { GET_FLAGS, type GetFlags, checkFlags, isWatching } from './flags.ts';
import { getTables } from './tables.ts';
import { getValues } from './values.ts';
import { wantedOf } from './wanted.ts';
import { watchObjects } from './watch.ts';

const NO_TYPE = `You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

error: Required resource not specified.
Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
See 'kubectl get -h' for help and examples`;

export const getVerb = defineVerb({
  name: 'get',
  summary: 'Display one or many resources',
  usage:
    '[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]',
  args: { of: 'objects' },
  flags: GET_FLAGS,
  async run(session, { args, flags }) {
    if (flags.raw !== '' && args.length > 0) throw new CommandError('arguments may not be passed when --raw is specified');
    if (flags.raw === '') checkArguments(session, args, flags);
    checkFlags(flags);
    if (flags.raw !== '') return (await import('./raw.ts')).sendRaw(session, 'GET', flags.raw);
    const format = outputOf(session, flags);
    const wanted = await wantedOf(session, args, flags);
    if (isWatching(flags)) await watchObjects(session, wanted, flags, format);
    else if (format.type === 'human') await getTables(session, wanted, flags, format.wide);
    else await getValues(session, wanted, flags, format);
  },
});

function checkArguments(session: Session, args: readonly string[], flags: GetFlags): void {
  const sorted = flags.sortBy !== '';
  if (flags.watch) {
    if (sorted) err(session, 'warning: --watch requested, --sort-by will be ignored for watch events received');
  } else if (flags.watchOnly) {
    if (sorted) err(session, 'warning: --watch-only requested, --sort-by will be ignored');
  } else if (args.length === 0 && !hasFiles(flags)) throw new PlainError(NO_TYPE);
}
