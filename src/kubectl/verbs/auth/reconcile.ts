import { ApiError } from '../../../api/errors.ts';
import { NAMESPACE } from '../../../api/resources.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { CommandError, isFailure, throwCollected } from '../../errors.ts';
import { FILE_FLAGS, type Item, readItems, requireFiles } from '../../parse/documents.ts';
import { type FlagSpecs, bool } from '../../parse/flags.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, createObject, deleteObject, err, getObject, managerOf, updateObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { reportTyped } from '../typed.ts';
import { WRITE_FLAGS, dryRunOf } from '../write.ts';
import { type Changes, type RbacObject, type Removal, compareBinding, compareRole, creation } from './compare.ts';
import { goList } from './rules.ts';

const FLAGS = {
  ...WRITE_FLAGS,
  ...FILE_FLAGS,
  removeExtraPermissions: bool(),
  removeExtraSubjects: bool(),
} satisfies FlagSpecs;

const RBAC = 'rbac.authorization.k8s.io';

export const reconcileVerb = defineVerb({
  name: 'reconcile',
  summary: 'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
  usage: '-f FILENAME',
  flags: FLAGS,
  async run(session, { args, flags }) {
    requireFiles(flags);
    if (args.length > 0) throw new CommandError('no arguments are allowed');
    if (dryRunOf(session, flags) === 'server') throw new CommandError('--dry-run=server for command reconcile is not supported yet');
    const removal = { rules: flags.removeExtraPermissions, subjects: flags.removeExtraSubjects };
    const { items, errors } = await readItems(session, flags);
    const collected: unknown[] = [...errors];
    for (const item of items.filter(({ resource }) => resource.group === RBAC)) {
      try {
        const { object, ...changes } = await reconcile(session, item, removal, dryRunOf(session, flags) === 'none', 0);
        reportTyped(session, flags, item.resource, object, 'reconciled');
        tellChanges(session, changes, removal);
      } catch (error) {
        if (!isFailure(error)) throw error;
        collected.push(error);
      }
    }
    throwCollected(collected);
  },
});

const MOST_ATTEMPTS = 5;

/** Looks, compares and writes; begins again when somebody else was faster. */
async function reconcile(session: Session, item: Item, removal: Removal, confirm: boolean, attempts: number): Promise<Changes> {
  if (attempts >= MOST_ATTEMPTS) throw new CommandError('exceeded maximum attempts');
  const expected = item.object as RbacObject;
  const existing = await existingOf(session, item);
  const compare = expected.roleRef === undefined ? compareRole : compareBinding;
  const changes = existing === undefined ? creation(expected) : compare(existing, expected, removal);
  if (changes.isProtected || !confirm || changes.operation === 'none') return changes;
  try {
    return { ...changes, object: await write(session, item, changes, existing) };
  } catch (error) {
    const raced = error instanceof ApiError && ['AlreadyExists', 'NotFound', 'Conflict'].includes(error.reason);
    if (!raced || (changes.operation === 'create' && error.reason === 'NotFound')) throw error;
    return reconcile(session, item, removal, confirm, attempts + 1);
  }
}

async function existingOf(session: Session, item: Item): Promise<KubeObject | undefined> {
  try {
    return await getObject(session, item);
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
    throw error;
  }
}

async function write(session: Session, item: Item, { operation, object }: Changes, existing: RbacObject | undefined): Promise<KubeObject> {
  const options = { fieldManager: managerOf(session, 'kubectl') };
  const body = object as unknown as JsonValue;
  if (operation === 'update') return updateObject(session, item, body, options);
  const uid = existing?.metadata.uid;
  if (operation === 'recreate') await deleteObject(session, item, uid === undefined ? {} : { preconditions: { uid } });
  await ensureNamespace(session, item.namespace);
  return createObject(session, item, body, options);
}

/** Roles may come before the namespace that they are for. Whoever may not make one goes on without. */
async function ensureNamespace(session: Session, name: string): Promise<void> {
  if (name === '') return;
  const resource = await resolveType(session, NAMESPACE.resource);
  try {
    await getObject(session, { resource, namespace: '', name });
    return;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
  try {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    await createObject(session, { resource, namespace: '' }, body, { fieldManager: managerOf(session, 'kubectl') });
  } catch (error) {
    if (!(error instanceof ApiError) || !['AlreadyExists', 'Forbidden'].includes(error.reason)) throw error;
  }
}

function tellChanges(session: Session, changes: Omit<Changes, 'object'>, removal: Removal): void {
  if (changes.operation === 'none') return;
  const caveat = changes.isProtected ? ', but object opted out (rbac.authorization.kubernetes.io/autoupdate: false)' : '';
  err(session, `\treconciliation required ${changes.operation}${caveat}`);
  tell(session, 'missing subjects added', changes.missingSubjects.map(subjectText));
  if (removal.subjects) tell(session, 'extra subjects removed', changes.extraSubjects.map(subjectText));
  tell(session, 'missing rules added', changes.missingRules.map(ruleText));
  if (removal.rules) tell(session, 'extra rules removed', changes.extraRules.map(ruleText));
}

function tell(session: Session, heading: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  err(session, `\t${heading}:`);
  for (const line of lines) err(session, `\t\t${line}`);
}

type Subject = Changes['missingSubjects'][number];
type Rule = Changes['missingRules'][number];

/** Structs as Go prints them with their fields' names. */
function subjectText({ kind, apiGroup = '', name, namespace = '' }: Subject): string {
  return `{Kind:${kind} APIGroup:${apiGroup} Name:${name} Namespace:${namespace}}`;
}

function ruleText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule): string {
  const first = `Verbs:${goList(verbs)} APIGroups:${goList(apiGroups)} Resources:${goList(resources)}`;
  return `{${first} ResourceNames:${goList(resourceNames)} NonResourceURLs:${goList(nonResourceURLs)}}`;
}
