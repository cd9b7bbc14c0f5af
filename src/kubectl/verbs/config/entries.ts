/** What the verbs about clusters, users and contexts have in common. */
import { CommandError } from '../../errors.ts';
import type { Section } from '../../kubeconfig/fields.ts';
import { type Access, defaultFile, modifyConfig, startingConfig } from '../../kubeconfig/files.ts';
import { type Kubeconfig, withStanza } from '../../kubeconfig/kubeconfig.ts';
import { absolutePath } from '../../kubeconfig/paths.ts';
import { type Session, out } from '../../session.ts';
import { type VerbDefinition, defineVerb } from '../../verb.ts';
import { accessOf, refuse } from './access.ts';

/** A heading and the names, sorted. */
export function listNames(name: string, section: Section): VerbDefinition {
  return defineVerb({
    name,
    summary: `Display ${section} defined in the kubeconfig`,
    usage: '[flags] [options]',
    flags: {},
    async run(session) {
      const names = [...startingConfig(accessOf(session))[section].keys()].sort();
      for (const line of ['NAME', ...names]) out(session, line);
    },
  });
}

export function deleteVerb(
  noun: string,
  section: Section,
  before: (session: Session, config: Kubeconfig, name: string) => void = () => undefined,
): VerbDefinition {
  return defineVerb({
    name: `delete-${noun}`,
    summary: `Delete the specified ${noun} from the kubeconfig`,
    usage: 'NAME [options]',
    flags: {},
    async run(session, { args }) {
      const access = accessOf(session);
      const config = startingConfig(access);
      const [name = ''] = args;
      if (args.length !== 1)
        throw new CommandError(`${noun} to delete is required\nSee 'kubectl config delete-${noun} -h' for help and examples`);
      refuse(!config[section].has(name), `cannot delete ${noun} ${name}, not in ${defaultFile(access)}`);
      before(session, config, name);
      modifyConfig(access, withStanza(config, section, name, undefined), true);
      out(session, `deleted ${noun} ${name} from ${defaultFile(access)}`);
    },
  });
}

/** A file that is to become part of the kubeconfig has to be there. */
export function assertFile(session: Session, flag: string, path: string): void {
  refuse(
    path !== '' && session.io.readFile(path) === undefined,
    `could not stat ${flag} file ${path}: stat ${path}: no such file or directory`,
  );
}

/** A path as it is written: absolute at first, whatever the folder. An empty one means the folder itself, as in Go. */
export function writtenPath({ files }: Access, path: string): string {
  return absolutePath(path, files.folder);
}
