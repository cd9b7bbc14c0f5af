import type { FlagSource, FlagSpec, FoundFlag } from '../parse/flags.ts';
import { containerNames } from './containers.ts';
import { objectNames, objectsOf, typeNames } from './objects.ts';
import { type Asked, DEFAULT, FILE_ENDINGS, type Offer, matching, nothing, plain } from './offer.ts';

/** Candidates for the value of a flag. */
export async function flagValues(asked: Asked, { name, spec }: FoundFlag): Promise<Offer> {
  const values = valuesOf(name, spec, asked.beyond);
  if (values === undefined) return nothing(DEFAULT);
  if (typeof values === 'string') return fromSource(asked, values);
  return matching('namesOf' in values ? await objectNames(asked.session, values.namesOf) : values, asked.typed);
}

type Values = NonNullable<FlagSpec['values']>;

/** What the flag declares, or what flags of its name have everywhere. kubectl itself offers no fixed words. */
function valuesOf(name: string, { values }: FlagSpec, beyond: boolean): Values | undefined {
  const declared = values ?? (name === 'filename' ? 'manifests' : undefined);
  if (declared === undefined) return beyond ? BEYOND[name] : undefined;
  return beyond || !isBeyond(declared) ? declared : undefined;
}

function isBeyond(values: Values): boolean {
  return Array.isArray(values) || values === 'files' || values === 'labels' || values === 'label-keys' || values === 'types';
}

const FORMATS = [
  'json', 'yaml', 'kyaml', 'name', 'go-template', 'go-template-file', 'template', 'templatefile', 'jsonpath', 'jsonpath-as-json',
  'jsonpath-file', 'custom-columns', 'custom-columns-file', 'wide',
]; // prettier-ignore

/** By the flag's name, for verbs that do not declare their own. */
const BEYOND: Readonly<Record<string, Values>> = {
  dryRun: ['none', 'client', 'server'],
  output: ['json', 'yaml', 'kyaml', 'name', 'jsonpath', 'go-template'],
  cascade: ['background', 'foreground', 'orphan'],
  validate: ['strict', 'warn', 'ignore'],
  restart: ['Always', 'OnFailure', 'Never'],
  imagePullPolicy: ['Always', 'IfNotPresent', 'Never'],
  protocol: ['TCP', 'UDP', 'SCTP'],
  preemptionPolicy: ['PreemptLowerPriority', 'Never'],
  verb: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
  resource: 'types',
  selector: 'labels',
  labelColumns: 'label-keys',
  clusterrole: { namesOf: 'clusterroles' },
  role: { namesOf: 'roles' },
  serviceaccount: { namesOf: 'serviceaccounts' },
  container: 'containers',
  patchFile: 'files',
  fromFile: 'files',
  fromEnvFile: 'files',
  cert: 'files',
  key: 'files',
};

async function fromSource(asked: Asked, source: Exclude<FlagSource, object>): Promise<Offer> {
  const { session, typed, parsed } = asked;
  switch (source) {
    case 'namespaces':
      return matching(await objectNames(session, 'namespaces'), typed);
    case 'formats':
      return matching(FORMATS, typed);
    case 'subresources':
      // All of them whatever was typed: shells choose.
      return matching(['status', 'scale', 'resize'], '');
    case 'manifests':
      return { candidates: plain(['json', 'yaml', 'yml']), directive: FILE_ENDINGS, problems: [] };
    case 'containers':
      return matching(parsed.args[0] === undefined ? [] : await containerNames(session, parsed.args[0]), typed);
    case 'types':
      return matching(await typeNames(session), typed);
    case 'files':
      return matching(session.io.readFolder?.('.') ?? [], typed);
    case 'labels':
      return matching(await labels(asked, (key, value) => `${key}=${value}`), typed);
    case 'label-keys':
      return matching(await labels(asked, (key) => key), typed);
    case 'nothing':
      return matching([], typed);
    default:
      return source satisfies never;
  }
}

/** Labels that objects of the types already named have. */
async function labels({ session, parsed }: Asked, show: (key: string, value: string) => string): Promise<readonly string[]> {
  const [types = 'pods'] = parsed.args;
  const objects = await objectsOf(session, types.split('/')[0] ?? types);
  const found = objects.flatMap(({ metadata }) => Object.entries(metadata.labels ?? {}).map(([key, value]) => show(key, value)));
  return [...new Set(found)].toSorted();
}
