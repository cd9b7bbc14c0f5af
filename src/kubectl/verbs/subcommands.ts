import { helpError } from '../errors.ts';
import { type VerbDefinition, defineVerb } from '../verb.ts';

/** A verb that does nothing without one of its subcommands. */
export function verbOfSubcommands(name: string, summary: string, subcommands: readonly VerbDefinition[]): VerbDefinition {
  return defineVerb({
    name,
    summary,
    usage: 'SUBCOMMAND',
    flags: {},
    subcommands,
    run(_session, { args }) {
      const why = args.length === 0 ? 'a subcommand is required' : `unknown command ${JSON.stringify(args.join(' '))}`;
      throw helpError(`kubectl ${name}`, why);
    },
  });
}
