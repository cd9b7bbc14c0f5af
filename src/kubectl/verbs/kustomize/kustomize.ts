import { CommandError } from '../../errors.ts';
import { array, bool, list, text } from '../../parse/flags.ts';
import { err } from '../../session.ts';
import { defineVerb } from '../../verb.ts';

const RESTRICTORS = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'];

export const kustomizeVerb = defineVerb({
  name: 'kustomize',
  summary: 'Build a kustomization target from a directory or URL',
  usage: 'DIR [flags]',
  examples: [
    ['Build the kustomization of the working folder', 'kubectl kustomize'],
    ['Build that of another folder', 'kubectl kustomize overlays/production'],
  ],
  flags: {
    asCurrentUser: bool(),
    enableAlphaPlugins: bool(),
    enableHelm: bool(),
    env: array('e'),
    helmApiVersions: list(),
    helmCommand: text('helm'),
    helmDebug: bool(),
    helmKubeVersion: text(),
    loadRestrictor: text('LoadRestrictionsRootOnly'),
    mount: array(),
    network: bool(),
    networkName: text('bridge'),
    output: text('', 'o'),
  },
  async run(session, { args, flags }) {
    if (args.length > 1) throw new CommandError('specify one path to kustomization.yaml');
    if (!RESTRICTORS.includes(flags.loadRestrictor))
      throw new CommandError(`illegal flag value --load-restrictor ${flags.loadRestrictor}; legal values: [${RESTRICTORS.join(' ')}]`);
    if (flags.enableHelm || flags.enableAlphaPlugins) throw new CommandError('charts and plugins can not be run here');
    const { buildKustomization } = await import('../../kustomize/build.ts');
    const anywhere = flags.loadRestrictor === 'LoadRestrictionsNone';
    const surroundings = { files: session.io, anywhere, warn: (warning: string) => err(session, warning) };
    const built = buildKustomization(surroundings, args[0] ?? '.');
    if (flags.output === '') session.stdout.push(built);
    else if (session.io.writeFile?.(flags.output, built) !== true) throw new CommandError(`can't write to ${flags.output} here`);
  },
});
