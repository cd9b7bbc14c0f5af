import { encodeBase64, utf8Bytes } from '../../../base/base64.ts';
import type { JsonObject } from '../../../api/scalars.ts';
import { CommandError, helpError } from '../../errors.ts';
import { kubeconfigJson } from '../../kubeconfig/encode.ts';
import { CLUSTER_FIELDS, type Field, USER_FIELDS } from '../../kubeconfig/fields.ts';
import { type Access, startingConfig } from '../../kubeconfig/files.ts';
import { type Kubeconfig, type Stanza, type Stanzas, textField, withValue } from '../../kubeconfig/kubeconfig.ts';
import { absolutePath, folderOf } from '../../kubeconfig/paths.ts';
import { bool, text, withValues } from '../../parse/flags.ts';
import { GLOBAL_FLAGS } from '../../parse/global-flags.ts';
import { orderedKyaml } from '../../printer/kyaml.ts';
import { type OutputFormat, PRINT_FLAGS, WRITTEN_FORMATS, formatValue, outputOf } from '../../printer/output.ts';
import type { Session } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { accessOf, goList, refuse } from './access.ts';

export const viewVerb = defineVerb({
  name: 'view',
  summary: 'Display merged kubeconfig settings or a specified kubeconfig file',
  usage: '[flags] [options]',
  flags: {
    ...PRINT_FLAGS,
    flatten: bool(),
    merge: bool('', true),
    minify: bool(),
    output: withValues(text('yaml', 'o'), 'formats'),
    raw: bool(),
    context: GLOBAL_FLAGS.context,
  },
  async run(session, { args, flags, given }) {
    if (args.length > 0) throw helpError('kubectl config view', `unexpected arguments: ${goList(args)}`);
    const access = accessOf(session);
    const output = given.has('output') || flags.template === '' ? flags.output || 'yaml' : '';
    const format = outputOf(session, { ...flags, output }, WRITTEN_FORMATS);
    refuse(!flags.merge && access.explicit === '', 'if merge==false a precise file must be specified');
    const config = startingConfig(access);
    const chosen = flags.minify ? minified(flags.context === '' ? config : { ...config, currentContext: flags.context }) : config;
    const shown = flags.flatten ? flattened(session, access, chosen) : flags.raw ? chosen : redacted(chosen);
    session.stdout.push(printed(format, kubeconfigJson(shown)));
  },
});

/** JSON and KYAML keep the order of Go's structs. A kubeconfig has no name. */
function printed(format: OutputFormat, json: JsonObject): string {
  if (format.type === 'name') return 'config/<unknown>\n';
  if (format.type === 'kyaml') return orderedKyaml(json);
  return format.type === 'json' ? `${JSON.stringify(json, undefined, 4)}\n` : formatValue(format, json);
}

/** What the current context needs. */
function minified(config: Kubeconfig): Kubeconfig {
  const { currentContext, contexts, clusters, users } = config;
  refuse(currentContext === '', 'current-context must exist in order to minify');
  const context = contexts.get(currentContext);
  if (context === undefined) throw new CommandError(`cannot locate context ${currentContext}`);
  return {
    ...config,
    contexts: new Map([[currentContext, context]]),
    clusters: only(clusters, 'cluster', textField(context.fields, 'cluster')),
    users: only(users, 'user', textField(context.fields, 'user')),
  };
}

function only(stanzas: Stanzas, noun: string, name: string): Stanzas {
  if (name === '') return new Map();
  const found = stanzas.get(name);
  if (found === undefined) throw new CommandError(`cannot locate ${noun} ${name}`);
  return new Map([[name, found]]);
}

/** Secrets are hidden, and what is long left out. */
function redacted(config: Kubeconfig): Kubeconfig {
  return { ...config, clusters: hidden(config.clusters, CLUSTER_FIELDS), users: hidden(config.users, USER_FIELDS) };
}

function hidden(stanzas: Stanzas, fields: readonly Field[]): Stanzas {
  const shown = fields.filter(({ secret, type }) => secret === true || type === 'bytes');
  const hide = (values: JsonObject): JsonObject => {
    const present = shown.filter(({ name }) => values[name] !== undefined);
    return { ...values, ...Object.fromEntries(present.map(({ name, type }) => [name, type === 'bytes' ? 'DATA+OMITTED' : 'REDACTED'])) };
  };
  return new Map([...stanzas].map(([name, { origin, fields: values }]) => [name, { origin, fields: hide(values) }]));
}

/** Files become part of the kubeconfig. */
function flattened(session: Session, access: Access, config: Kubeconfig): Kubeconfig {
  const embed = (stanzas: Stanzas, names: readonly string[]): Stanzas =>
    new Map([...stanzas].map(([name, stanza]) => [name, names.reduce((done, field) => embedded(session, access, done, field), stanza)]));
  return {
    ...config,
    users: embed(config.users, ['client-certificate', 'client-key']),
    clusters: embed(config.clusters, ['certificate-authority']),
  };
}

function embedded(session: Session, { files }: Access, { origin, fields }: Stanza, name: string): Stanza {
  const path = textField(fields, name);
  if (path === '') return { origin, fields };
  refuse(textField(fields, `${name}-data`) !== '', 'cannot have values for both path and contents');
  const absolute = absolutePath(path, absolutePath(folderOf(origin), files.folder));
  const content = session.io.readFile(absolute);
  if (content === undefined) throw new CommandError(`open ${absolute}: no such file or directory`);
  return { origin, fields: withValue(withValue(fields, name, ''), `${name}-data`, encodeBase64(utf8Bytes(content))) };
}
