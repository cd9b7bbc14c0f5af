import type { KubeObject } from '../../api/object.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { CommandError } from '../errors.ts';
import { splitPairs } from '../parse/arguments.ts';
import { hasFiles, readItems } from '../parse/documents.ts';
import { bool, text } from '../parse/flags.ts';
import { type Found, SELECT_FLAGS, eachObject } from '../parse/select.ts';
import { type Session, out, patchObject } from '../session.ts';
import { type VerbDefinition, defineVerb } from '../verb.ts';
import { writeFlags, type WriteFlags, dryRunOf, report, writeOptions } from './write.ts';

type Pairs = Readonly<Record<string, string>>;

/** `k=v k2-`: what `label` and `annotate` set and take away. */
export interface PairChange {
  readonly set: Pairs;
  readonly removed: readonly string[];
}

/** In what `label` and `annotate` differ. */
export interface PairsVerb {
  readonly name: 'label' | 'annotate';
  readonly noun: 'label' | 'annotation';
  readonly field: 'labels' | 'annotations';
  readonly summary: string;
  read(words: readonly string[]): PairChange;
  /** What forbids the change without `--overwrite`. */
  refusal(now: Pairs, change: PairChange): string | undefined;
  /** What is printed of an object that had `now`, or had none of it changed. */
  outcome(now: Pairs, change: PairChange): string;
  /** Whether an object that stays as it is is left alone, and that is said. */
  readonly sparing: boolean;
}

const FLAGS = { ...SELECT_FLAGS, overwrite: bool(), list: bool(), local: bool(), resourceVersion: text() };

interface PairsFlags extends WriteFlags {
  readonly overwrite: boolean;
  readonly list: boolean;
  readonly local: boolean;
  readonly all: boolean;
  readonly selector: string;
  readonly fieldSelector: string;
  readonly filename: readonly string[];
  readonly kustomize: string;
  readonly recursive: boolean;
  readonly resourceVersion: string;
}

export function pairsVerb(verb: PairsVerb): VerbDefinition {
  return defineVerb({
    name: verb.name,
    summary: verb.summary,
    usage: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
    args: { of: 'objects' },
    flags: { ...FLAGS, ...writeFlags(`kubectl-${verb.name}`) },
    async run(session, { args, flags }) {
      const { resources, pairs } = splitPairs(args);
      const stray = pairs.find((word) => !word.includes('=') && !word.endsWith('-'));
      if (stray !== undefined) throw new CommandError(`all resources must be specified before ${verb.noun} changes: ${stray}`);
      const change = verb.read(pairs);
      checkFlags(verb, resources, change, flags);
      const single = isSingle(resources, flags);
      if (!single && flags.resourceVersion !== '') throw new CommandError('--resource-version may only be used with a single resource');
      const act = (found: Found) => changeOne(session, verb, found, change, flags, single);
      if (flags.local) await eachItem(session, flags, act);
      else await eachObject(session, resources, flags, act);
    },
  });
}

function checkFlags({ noun }: PairsVerb, resources: readonly string[], change: PairChange, flags: PairsFlags): void {
  const { list, output, all, selector, fieldSelector, local } = flags;
  const refuse = (when: boolean, why: string) => {
    if (when) throw new CommandError(why);
  };
  refuse(list && output !== '', '--list and --output may not be specified together');
  refuse(all && selector !== '', 'cannot set --all and --selector at the same time');
  refuse(all && fieldSelector !== '', 'cannot set --all and --field-selector at the same time');
  refuse(local && flags.dryRun === 'server', 'cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  const [yaml, json] = noun === 'label' ? ['pod.yaml', 'pod.json'] : ['rsrc.yaml', 'rsrc.json'];
  refuse(local && resources.length > 0, `can only use local files by -f ${yaml} or --filename=${json} when --local=true is set`);
  refuse(local && !hasFiles(flags), `one or more files must be specified as -f ${yaml} or --filename=${json}`);
  const nothing = resources.length === 0 && !hasFiles(flags);
  refuse(nothing, 'one or more resources must be specified as <resource> <name> or <resource>/<name>');
  const changes = Object.keys(change.set).length + change.removed.length;
  refuse(changes === 0 && !list, `at least one ${noun} update is required`);
}

/** One name, or one file: what may be held to a version, and is listed without its name. */
function isSingle(resources: readonly string[], { filename: files, kustomize }: PairsFlags): boolean {
  if (kustomize !== '') return false;
  if (files.length > 0) return files.length === 1 && files[0] !== '-';
  const [first = ''] = resources;
  return first.includes('/') ? resources.length === 1 : resources.length === 2 && !first.includes(',');
}

/** The objects of the files themselves, without asking the server for them. */
async function eachItem(session: Session, flags: PairsFlags, act: (found: Found) => Promise<void>): Promise<void> {
  const { items, errors } = await readItems(session, flags);
  if (errors.length > 0) throw errors[0];
  for (const item of items) await act({ ...item, object: item.written });
}

async function changeOne(
  session: Session,
  verb: PairsVerb,
  found: Found,
  change: PairChange,
  flags: PairsFlags,
  single: boolean,
): Promise<void> {
  const now = found.object.metadata[verb.field] ?? {};
  const refusal = flags.overwrite ? undefined : verb.refusal(now, change);
  if (refusal !== undefined) throw new CommandError(refusal);
  const changed = withPairs(found.object, verb.field, change);
  if (flags.list) return listPairs(session, verb, found, changed, single);
  const pretend = flags.local || dryRunOf(session, flags) === 'client';
  if (!pretend && verb.sparing)
    for (const key of change.removed) if (!Object.hasOwn(now, key)) out(session, `${verb.noun} ${JSON.stringify(key)} not found.`);
  const send = !pretend && !(verb.sparing && isUnchanged(now, change));
  const answer = send ? await patchPairs(session, verb, found, change, flags) : changed;
  // `label` shows the object as it has changed it, `annotate` what the server answers.
  report(session, flags, found.resource, verb.sparing ? changed : answer, verb.outcome(now, change));
}

function patchPairs(
  session: Session,
  { name, field }: PairsVerb,
  found: Found,
  change: PairChange,
  flags: PairsFlags,
): Promise<KubeObject> {
  const { resourceVersion } = flags;
  const pairs = { ...change.set, ...Object.fromEntries(change.removed.map((key) => [key, null])) };
  const body: JsonValue = { metadata: { [field]: pairs, ...(resourceVersion === '' ? {} : { resourceVersion }) } };
  return patchObject(session, found, { patchType: 'merge', body, options: writeOptions(session, flags, `kubectl-${name}`) });
}

function withPairs(object: KubeObject, field: PairsVerb['field'], { set, removed }: PairChange): KubeObject {
  const kept = Object.entries({ ...object.metadata[field], ...set }).filter(([key]) => !removed.includes(key));
  return { ...object, metadata: { ...object.metadata, [field]: Object.fromEntries(kept) } };
}

function isUnchanged(now: Pairs, { set, removed }: PairChange): boolean {
  return removed.every((key) => !Object.hasOwn(now, key)) && Object.entries(set).every(([key, value]) => now[key] === value);
}

/** `--list`: bare pairs of one object; those of several are headed by their names. */
function listPairs(session: Session, { field }: PairsVerb, { resource, name }: Found, object: KubeObject, single: boolean): void {
  if (!single) out(session, `Listing ${field} for ${resource.kind}.${resource.group}/${name}:`);
  const pairs = Object.entries(object.metadata[field] ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, value] of pairs) out(session, `${single ? '' : ' '}${key}=${value}`);
}
