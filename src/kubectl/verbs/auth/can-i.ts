import { SELF_SUBJECT_ACCESS_REVIEW, SELF_SUBJECT_RULES_REVIEW } from '../../../api/resources.ts';
import { type ResourceType, apiVersionOf } from '../../../api/object.ts';
import type { ApiResource } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { SelfSubjectAccessReview, SelfSubjectRulesReview, SubjectRulesReviewStatus } from '../../../api/types.gen.ts';
import { CommandError, ExitError, isFailure } from '../../errors.ts';
import { type FlagValues, bool, text } from '../../parse/flags.ts';
import { resolveType } from '../../parse/types.ts';
import { alignRows } from '../../printer/table.ts';
import { type Session, err, out, send } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { breakdown, compact, goList, sortRules } from './rules.ts';

const FLAGS = { allNamespaces: bool('A'), quiet: bool('q'), subresource: text(), list: bool(), noHeaders: bool() };
type Flags = FlagValues<typeof FLAGS>;

export const canIVerb = defineVerb({
  name: 'can-i',
  summary: 'Check whether an action is allowed',
  usage: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  flags: FLAGS,
  async run(session, { args, flags }) {
    if (flags.list) return listRights(session, args, flags);
    const question = await readQuestion(session, args);
    warnOfOddities(session, question, flags);
    if (flags.noHeaders) throw new CommandError('--no-headers cannot be set without --list specified');
    const namespace = flags.allNamespaces ? '' : session.namespace;
    const { allowed, reason = '', evaluationError = '' } = await review(session, question, namespace, flags.subresource);
    const why = [reason, evaluationError].filter((part) => part !== '').map((part) => ` - ${part}`);
    if (!flags.quiet) out(session, allowed ? 'yes' : `no${why.join('')}`);
    if (!allowed) throw new ExitError(1);
  },
});

type Question =
  | { readonly verb: string; readonly path: string }
  | {
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly name: string;
      readonly type: ApiResource | undefined;
    };

async function readQuestion(session: Session, args: readonly string[]): Promise<Question> {
  const [verb, subject, ...more] = args;
  if (verb === undefined || subject === undefined || more.length > 0)
    throw new CommandError(
      "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
    );
  if (subject.startsWith('/')) return { verb, path: subject };
  const slash = subject.indexOf('/');
  const typed = slash < 0 ? subject : subject.slice(0, slash);
  const type = await findType(session, typed);
  const { group, resource } = type ?? { group: '', resource: typed };
  return { verb, group, resource, name: slash < 0 ? '' : subject.slice(slash + 1), type };
}

/** Resources that can be impersonated and that nobody serves. */
const UNSERVED = new Set(['users', 'groups']);

async function findType(session: Session, typed: string): Promise<ApiResource | undefined> {
  if (typed === '*') return undefined;
  try {
    return await resolveType(session, typed);
  } catch (error) {
    if (!isFailure(error)) throw error;
    const [resource = '', ...group] = typed.toLowerCase().split('.');
    const where = group.length === 0 ? '' : ` in group '${group.join('.')}'`;
    if (!UNSERVED.has(typed.toLowerCase())) caution(session, `the server doesn't have a resource type '${resource}'${where}`);
    return undefined;
  }
}

/** kubectl ends these texts with a line break of its own. */
function caution(session: Session, warning: string): void {
  err(session, `Warning: ${warning}\n`);
}

const VERBS = new Set(
  'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(' '),
);
const URL_VERBS = new Set('get put post head options delete patch *'.split(' '));

function warnOfOddities(session: Session, question: Question, { allNamespaces, subresource }: Flags): void {
  const { verb } = question;
  if ('path' in question) {
    if (subresource !== '') throw new CommandError('--subresource can not be used with NonResourceURL');
    if (!URL_VERBS.has(verb)) caution(session, `verb '${verb}' is not a known verb`);
    return;
  }
  if (allNamespaces) return;
  const { group, resource, type } = question;
  const where = group === '' ? '' : ` in group '${group}'`;
  if (type?.namespaced === false) caution(session, `resource '${resource}' is not namespace scoped${where}`);
  if (!VERBS.has(verb)) caution(session, `verb '${verb}' is not a known verb`);
}

async function review(session: Session, question: Question, namespace: string, subresource: string) {
  const { verb } = question;
  const spec =
    'path' in question
      ? { nonResourceAttributes: { path: question.path, verb } }
      : { resourceAttributes: attributes(question, namespace, subresource) };
  const { status } = (await ask(session, SELF_SUBJECT_ACCESS_REVIEW, spec)) as SelfSubjectAccessReview;
  return status ?? { allowed: false };
}

function attributes({ verb, group, resource, name }: Exclude<Question, { path: string }>, namespace: string, subresource: string) {
  return {
    ...(namespace === '' ? {} : { namespace }),
    verb,
    ...(group === '' ? {} : { group }),
    resource,
    ...(subresource === '' ? {} : { subresource }),
    ...(name === '' ? {} : { name }),
  };
}

function ask(session: Session, type: ResourceType, spec: JsonValue) {
  const { group, resource, kind } = type;
  const body = { apiVersion: apiVersionOf(type), kind, metadata: {}, spec };
  return send(session, { verb: 'create', group, resource, body });
}

async function listRights(session: Session, args: readonly string[], flags: Flags): Promise<void> {
  if (args.length > 0) throw new CommandError('list option must be specified with no arguments');
  if (flags.quiet || flags.allNamespaces || flags.subresource !== '')
    throw new CommandError("list option can't be specified with neither quiet, all-namespaces nor subresource options");
  const answer = (await ask(session, SELF_SUBJECT_RULES_REVIEW, { namespace: session.namespace })) as SelfSubjectRulesReview;
  const { status } = answer;
  if (status === undefined) return;
  if (status.incomplete) err(session, `Warning: the list may be incomplete: ${status.evaluationError ?? ''}`);
  const headers = flags.noHeaders ? [] : [['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs']];
  session.stdout.push(alignRows([...headers, ...rightRows(status)]));
}

function rightRows({ resourceRules, nonResourceRules }: SubjectRulesReviewStatus): string[][] {
  const rules = sortRules(compact([...resourceRules, ...nonResourceRules].flatMap(breakdown)));
  return rules.map(({ resources, apiGroups, nonResourceURLs, resourceNames, verbs }) => [
    withGroup(resources?.[0] ?? '', apiGroups?.[0] ?? ''),
    goList(nonResourceURLs),
    goList(resourceNames),
    goList(verbs),
  ]);
}

/** `deployments.apps/scale`. */
function withGroup(resource: string, group: string): string {
  const [type = '', ...subresource] = resource.split('/');
  return [group === '' ? type : `${type}.${group}`, ...subresource].join('/');
}
