import { CommandError, helpError } from '../../errors.ts';
import { bool, text } from '../../parse/flags.ts';
import { defineVerb } from '../../verb.ts';
import { verbOfSubcommands } from '../subcommands.ts';
import { topNodes } from './nodes.ts';
import { topPods } from './pods.ts';

const COMMON_FLAGS = { selector: text('', 'l'), sortBy: text(), noHeaders: bool(), showSwap: bool(), useProtocolBuffers: bool('', true) };

const node = defineVerb({
  name: 'node',
  aliases: ['nodes', 'no'],
  summary: 'Display resource (CPU/memory) usage of nodes',
  usage: '[NAME | -l label]',
  args: { of: 'names', resource: 'nodes' },
  flags: { ...COMMON_FLAGS, showCapacity: bool() },
  async run(session, { args, flags }) {
    checkArguments(args, 'node [NAME | -l label]', flags.sortBy);
    if (args.length > 0 && flags.selector !== '') throw new CommandError('only one of NAME or --selector can be provided');
    await topNodes(session, args[0] ?? '', flags);
  },
});

const pod = defineVerb({
  name: 'pod',
  aliases: ['pods', 'po'],
  summary: 'Display resource (CPU/memory) usage of pods',
  usage: '[NAME | -l label]',
  args: { of: 'names', resource: 'pods' },
  flags: { ...COMMON_FLAGS, fieldSelector: text(), containers: bool(), allNamespaces: bool('A'), sum: bool() },
  async run(session, { args, flags }) {
    checkArguments(args, 'pod [NAME | -l label]', flags.sortBy);
    if (args.length > 0 && (flags.selector !== '' || flags.fieldSelector !== ''))
      throw new CommandError('only one of NAME or selector can be provided');
    await topPods(session, args[0] ?? '', flags);
  },
});

export const topVerb = verbOfSubcommands({
  path: 'top',
  summary: 'Display resource (CPU/memory) usage',
  usage: '[flags]',
  subcommands: [node, pod],
});

function checkArguments(args: readonly string[], usage: string, sortBy: string): void {
  if (args.length > 1) throw helpError(`kubectl top ${usage.split(' ')[0] ?? ''}`, usage);
  if (sortBy !== '' && sortBy !== 'cpu' && sortBy !== 'memory') throw new CommandError('--sort-by accepts only cpu or memory');
}
