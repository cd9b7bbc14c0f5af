import { helpError } from '../../errors.ts';
import { defineVerb } from '../../verb.ts';
import { SCRIPTS } from './scripts.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'];

export const completionVerb = defineVerb({
  name: 'completion',
  summary: `Output shell completion code for the specified shell (bash, zsh, fish, or powershell)`,
  usage: 'SHELL',
  flags: {},
  args: { of: 'words', words: SHELLS },
  async run(session, { args }) {
    const [shell] = args;
    if (shell === undefined) throw helpError('kubectl completion', 'Shell not specified.');
    if (args.length > 1) throw helpError('kubectl completion', 'Too many arguments. Expected only the shell type.');
    const script = SCRIPTS.get(shell);
    if (script === undefined) throw helpError('kubectl completion', `Unsupported shell type ${JSON.stringify(shell)}.`);
    session.stdout.push(script);
    return Promise.resolve();
  },
});
