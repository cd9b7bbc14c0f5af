import { CommandError, throwCollected } from '../../errors.ts';
import { bool, text } from '../../parse/flags.ts';
import { type Access, defaultFile, modifyConfig, startingConfig } from '../../kubeconfig/files.ts';
import { type Kubeconfig, textField, withStanza, withValue } from '../../kubeconfig/kubeconfig.ts';
import { alignRows } from '../../printer/table.ts';
import { err, out } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { accessOf, refuse, unexpected } from './access.ts';
import { deleteVerb } from './entries.ts';

export const currentContextVerb = defineVerb({
  name: 'current-context',
  summary: 'Display the current-context',
  usage: '[flags] [options]',
  flags: {},
  async run(session) {
    const { currentContext } = startingConfig(accessOf(session));
    refuse(currentContext === '', 'current-context is not set');
    out(session, currentContext);
  },
});

const HEADERS = ['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE'];

export const getContextsVerb = defineVerb({
  name: 'get-contexts',
  summary: 'Describe one or many contexts',
  usage: '[(-o|--output=)name)] [options]',
  flags: { noHeaders: bool(), output: text('', 'o') },
  async run(session, { args, flags: { noHeaders, output } }) {
    const isKnown = output === '' || output === 'name';
    refuse(!isKnown, `--output ${output} is not available in kubectl config get-contexts; resetting to default output format`);
    const config = startingConfig(accessOf(session));
    const names = args.length === 0 ? [...config.contexts.keys()] : args.filter((name) => config.contexts.has(name));
    if (output === 'name')
      session.stdout.push(
        names
          .toSorted()
          .map((name) => `${name}\n`)
          .join(''),
      );
    else session.stdout.push(alignRows([...(noHeaders ? [] : [HEADERS]), ...names.toSorted().map((name) => rowOf(config, name))]));
    throwCollected(args.filter((name) => !config.contexts.has(name)).map((name) => new CommandError(`context ${name} not found`)));
  },
});

function rowOf({ contexts, currentContext }: Kubeconfig, name: string): readonly string[] {
  const fields = contexts.get(name)?.fields;
  return [name === currentContext ? '*' : '', name, ...['cluster', 'user', 'namespace'].map((field) => textField(fields, field))];
}

export const useContextVerb = defineVerb({
  name: 'use-context',
  aliases: ['use'],
  summary: 'Set the current-context in a kubeconfig file',
  usage: 'CONTEXT_NAME [options]',
  flags: {},
  async run(session, { args }) {
    const [name = ''] = args;
    if (args.length !== 1) throw unexpected(args);
    const access = accessOf(session);
    const config = startingConfig(access);
    refuse(name === '', 'empty context names are not allowed');
    refuse(!config.contexts.has(name), `no context exists with the name: ${JSON.stringify(name)}`);
    modifyConfig(access, { ...config, currentContext: name }, true);
    out(session, `Switched to context ${JSON.stringify(name)}.`);
  },
});

export const setContextVerb = defineVerb({
  name: 'set-context',
  summary: 'Set a context entry in kubeconfig',
  usage: '[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace] [options]',
  flags: { current: bool(), cluster: text(), user: text(), namespace: text('', 'n') },
  async run(session, { args, flags, given }) {
    if (args.length > 1) throw unexpected(args);
    const [asked = ''] = args;
    refuse(asked === '' && !flags.current, 'you must specify a non-empty context name or --current');
    refuse(asked !== '' && flags.current, 'you cannot specify both a context name and --current');
    const access = accessOf(session);
    const config = startingConfig(access);
    refuse(flags.current && config.currentContext === '', 'no current context is set');
    const name = flags.current ? config.currentContext : asked;
    const before = config.contexts.get(name);
    let fields = before?.fields ?? { cluster: '', user: '' };
    if (given.has('cluster')) fields = { ...fields, cluster: flags.cluster };
    if (given.has('user')) fields = { ...fields, user: flags.user };
    if (given.has('namespace')) fields = withValue(fields, 'namespace', flags.namespace);
    modifyConfig(access, withStanza(config, 'contexts', name, { origin: before?.origin ?? '', fields }), true);
    out(session, `Context ${JSON.stringify(name)} ${before === undefined ? 'created' : 'modified'}.`);
  },
});

export const renameContextVerb = defineVerb({
  name: 'rename-context',
  summary: 'Rename a context from the kubeconfig file',
  usage: 'CONTEXT_NAME NEW_NAME [options]',
  flags: {},
  async run(session, { args }) {
    if (args.length !== 2) throw unexpected(args);
    const [before = '', after = ''] = args;
    refuse(after === '', 'You must specify a new non-empty context name');
    const access = accessOf(session);
    modifyConfig(access, renamed(access, startingConfig(access), before, after), true);
    out(session, `Context ${JSON.stringify(before)} renamed to ${JSON.stringify(after)}.`);
  },
});

function renamed(access: Access, config: Kubeconfig, before: string, after: string): Kubeconfig {
  const stanza = config.contexts.get(before);
  const subject = `cannot rename the context ${JSON.stringify(before)}`;
  if (stanza === undefined) throw new CommandError(`${subject}, it's not in ${defaultFile(access)}`);
  refuse(config.contexts.has(after), `${subject}, the context ${JSON.stringify(after)} already exists in ${defaultFile(access)}`);
  const moved = withStanza(withStanza(config, 'contexts', after, stanza), 'contexts', before, undefined);
  return { ...moved, currentContext: config.currentContext === before ? after : config.currentContext };
}

const REMOVED_CURRENT = 'warning: this removed your active context, use "kubectl config use-context" to select a different one';

export const deleteContextVerb = deleteVerb('context', 'contexts', (session, config, name) => {
  if (config.currentContext === name) err(session, REMOVED_CURRENT);
});
