import { HelpRequest, helpError } from '../errors.ts';
import type { VerbDefinition } from '../verb.ts';
import { defineVerb } from '../verb.ts';

interface Parent {
  /** The words of the command, such as `create secret`; the last one is its name. */
  readonly path: string;
  readonly summary: string;
  readonly usage: string;
  readonly aliases?: readonly string[];
  readonly subcommands: readonly VerbDefinition[];
  /** What becomes of the command alone: its help, as an answer or as a mistake. */
  readonly alone?: 'mistake' | 'answer on mistake' | 'answer';
}

/** A verb that does nothing without one of its subcommands. */
export function verbOfSubcommands({ path, summary, usage, aliases, subcommands, alone = 'mistake' }: Parent): VerbDefinition {
  return defineVerb({
    name: path.split(' ').at(-1) ?? path,
    summary,
    usage,
    ...(aliases === undefined ? {} : { aliases }),
    flags: {},
    subcommands,
    run(_session, { args }) {
      if (alone === 'answer') throw new HelpRequest('stdout', 0);
      if (args.length === 0) throw new HelpRequest(alone === 'mistake' ? 'stderr' : 'stdout', 1);
      throw helpError(`kubectl ${path}`, `unknown command ${JSON.stringify(args.join(' '))}`);
    },
  });
}
