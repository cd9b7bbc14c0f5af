import { verbOfSubcommands } from '../subcommands.ts';
import { canIVerb } from './can-i.ts';
import { reconcileVerb } from './reconcile.ts';
import { whoAmIVerb } from './whoami.ts';

export const authVerb = verbOfSubcommands({
  path: 'auth',
  summary: 'Inspect authorization',
  usage: '[flags]',
  subcommands: [canIVerb, reconcileVerb, whoAmIVerb],
});
