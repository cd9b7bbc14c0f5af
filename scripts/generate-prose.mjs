// Collects the texts of Kubernetes' documentation of its types from the comments of @kubernetes/client-node, which is generated from
// the same release, into node_modules/.cache/kubarium/prose.json: no part of the sources, and made again when the package is newer.
// Usage: node scripts/generate-prose.mjs
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PACKAGE = join(ROOT, 'node_modules', '@kubernetes', 'client-node');
const MODELS = join(PACKAGE, 'dist', 'gen', 'models');
const REQUESTS = join(PACKAGE, 'dist', 'gen', 'types', 'ObjectParamAPI.d.ts');
const DEFINITIONS = join(ROOT, 'src', 'api', 'http', 'openapi', 'definitions.gen.json');
/** Where the comments' blanks stand for something else, and where the texts of metadata are the usual ones. */
export const LAYOUT = join(ROOT, 'scripts', 'prose-layout.gen.json');
export const PROSE = join(ROOT, 'node_modules', '.cache', 'kubarium', 'prose.json');

/** Makes the file where it is missing or older than what it is made of; gives its path. */
export function ensureProse() {
  const sources = [join(PACKAGE, 'package.json'), DEFINITIONS, LAYOUT, fileURLToPath(import.meta.url)];
  const isFresh = existsSync(PROSE) && sources.every((file) => statSync(file).mtimeMs <= statSync(PROSE).mtimeMs);
  if (!isFresh) writeProse();
  return PROSE;
}

function writeProse() {
  const facts = JSON.parse(readFileSync(DEFINITIONS, 'utf8'));
  const { breaks, metadata } = JSON.parse(readFileSync(LAYOUT, 'utf8'));
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const definitions = collectDefinitions(facts);
  const parameters = collectParameters(facts);
  for (const [id, fields] of Object.entries(breaks))
    for (const [field, gaps] of Object.entries(fields)) {
      const texts = id === '' ? parameters : definitions[id];
      texts[field] = withBreaks(texts[field], gaps);
    }
  for (const [kind, ids] of Object.entries(metadata))
    for (const id of ids) definitions[id] = { ...definitions[id], metadata: STANDARD[kind] };
  const prose = { edition: version, definitions, parameters };
  mkdirSync(dirname(PROSE), { recursive: true });
  // Several processes may do this at once.
  writeFileSync(`${PROSE}.${process.pid}`, JSON.stringify(prose));
  renameSync(`${PROSE}.${process.pid}`, PROSE);
}

const CONVENTIONS = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md';
/** What most kinds say of the metadata of objects and lists, which the comments leave out. */
export const STANDARD = {
  object: `Standard object's metadata. More info: ${CONVENTIONS}#metadata`,
  list: `Standard list metadata. More info: ${CONVENTIONS}#types-kinds`,
};

const GAP = /\s+/g;

/** `gaps`: what the text has in place of its nth run of blanks. */
function withBreaks(text, gaps) {
  let at = -1;
  return text.replaceAll(GAP, (gap) => gaps[(at += 1)] ?? gap);
}

/** The gaps in which two texts of the same words differ; undefined for other words. */
export function breaksOf(text, wanted) {
  const [own, other] = [text.match(GAP) ?? [], wanted.match(GAP) ?? []];
  if (text.split(GAP).join(' ') !== wanted.split(GAP).join(' ')) return undefined;
  const different = other.map((gap, at) => [at, gap]).filter(([at, gap]) => gap !== own[at]);
  return different.length === 0 ? undefined : Object.fromEntries(different);
}

/** Texts of definitions and their fields; '' is the definition itself. */
export function collectDefinitions({ packages }) {
  const files = new Set(readdirSync(MODELS).map((file) => file.replace(/\.d\.ts$/, '')));
  const definitions = {};
  const others = [];
  for (const [name, { types }] of Object.entries(packages))
    for (const [short] of types.split(' ').map((type) => type.split('='))) {
      const model = modelNames(name, short).find((candidate) => files.has(candidate));
      if (model === undefined) others.push([`${name}.${short}`, short]);
      else definitions[`${name}.${short}`] = textsOf(readFileSync(join(MODELS, `${model}.d.ts`), 'utf8'));
    }
  borrow(definitions, others);
  return definitions;
}

/** `io.k8s.api.core.v1` and `Event`: CoreV1Event where several groups have one, V1Event otherwise. */
function modelNames(packageName, short) {
  const [version = '', group = ''] = packageName.split('.').reverse();
  return [titled(group) + titled(version) + short, titled(version) + short, titled(short)];
}

function titled(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Types without a model of their own are described at the fields that have them, in place of what is to be said of the field. */
function borrow(definitions, others) {
  const texts = Object.values(definitions).flatMap(Object.entries);
  for (const [id, short] of others) {
    const says = (text) => text.startsWith(`${short} is `) || text.startsWith(`${short} represents `);
    const [, own] = texts.find(([field, text]) => field !== short.toLowerCase() && says(text)) ?? [];
    if (own === undefined) continue;
    definitions[id] = { '': own };
    for (const fields of Object.values(definitions))
      for (const [field, text] of Object.entries(fields)) if (field !== '' && text === own) delete fields[field];
  }
}

const MEMBER = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?(?:export declare class \w+|^ {4}'([^']+)'\??:)/gm;

function textsOf(source) {
  const texts = {};
  for (const [, comment, member = ''] of source.matchAll(MEMBER)) {
    const text = comment === undefined ? '' : textOf(comment);
    if (text !== '') texts[fieldName(member)] = text;
  }
  return texts;
}

/** Names that are words of the language, or no names in it, are written otherwise there. */
function fieldName(member) {
  const name = /^_[a-z]+$/.test(member) ? member.slice(1) : member;
  return name.startsWith('x_kubernetes_') ? name.replaceAll('_', '-') : name;
}

/** The text of a comment. Its generator makes a blank of each line break; two of them are an empty line more often than not. */
function textOf(comment) {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, ''));
  return unescaped(lines.join('\n').trim()).replaceAll('  ', '\n\n');
}

const ENTITIES = { quot: '"', '#39': "'", '#x60': '`', '#x3D': '=', lt: '<', gt: '>', amp: '&' };

function unescaped(text) {
  return text
    .replaceAll(/&(quot|lt|gt|amp|#39|#x60|#x3D);/g, (_, name) => ENTITIES[name])
    .replaceAll('*_/', '*/')
    .replaceAll('/_*', '/*')
    .replaceAll(/\\(["'`\\])/g, '$1');
}

/** Requests whose comments tell of parameters: of paths with some of their own by the path, then those that have all the rest. */
const CONNECTIONS = {
  'pods/attach': 'ConnectGetNamespacedPodAttach',
  'pods/exec': 'ConnectGetNamespacedPodExec',
  'pods/log': 'ReadNamespacedPodLog',
  'pods/portforward': 'ConnectGetNamespacedPodPortforward',
  'pods/proxy': 'ConnectGetNamespacedPodProxy',
  'services/proxy': 'ConnectGetNamespacedServiceProxy',
  'nodes/proxy': 'ConnectGetNodeProxy',
};
const COMMON = ['ListNamespacedPod', 'CreateNamespacedPod', 'DeleteNamespacedPod', 'ConnectGetNamespacedPodProxyWithPath'];
/** Where one name has two keys. */
const PATCH = { key: 'fieldManager-7c6nTn1T', request: 'PatchNamespacedPod' };

/** Texts by the key of a parameter, or by the name of one that has none. */
export function collectParameters({ parameters, connections }) {
  const source = readFileSync(REQUESTS, 'utf8');
  const texts = {};
  const common = Object.assign({}, ...COMMON.map((name) => requestTexts(source, name)), only(requestTexts(source, PATCH.request), 'force'));
  for (const key of Object.keys(parameters)) texts[key] = common[nameOf(key)];
  for (const [path, keys] of Object.entries(connections)) {
    const own = requestTexts(source, CONNECTIONS[path]);
    for (const key of keys) texts[key] = own[nameOf(key)];
  }
  texts[PATCH.key] = requestTexts(source, PATCH.request).fieldManager;
  for (const name of ['dryRun', 'fieldValidation']) texts[name] = common[name];
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined));
}

function only(texts, name) {
  return { [name]: texts[name] };
}

function nameOf(key) {
  return key.slice(0, -'-12345678'.length);
}

function requestTexts(source, name) {
  const start = source.indexOf(`export interface CoreV1Api${name}Request {`);
  const body = source.slice(start, source.indexOf('\n}', start));
  const texts = {};
  for (const [, comment, member] of body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*([\w]+)\??:/g)) {
    const [text] = textOf(comment.slice(0, comment.indexOf('* Defaults to:'))).split('\n* Defaults to:');
    texts[fieldName(member)] = text;
  }
  return texts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(ensureProse());
