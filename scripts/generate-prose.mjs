// Collects the texts of Kubernetes' documentation of its types and parameters into node_modules/.cache/kubarium/prose.json: no part of
// the sources, and made again when it is older than what it is made of. Types and fields come from the comments of kubernetes-models,
// which are the server's texts word for word; parameters from those of @kubernetes/client-node, which has them alone.
// Usage: node scripts/generate-prose.mjs
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CLIENT = join(ROOT, 'node_modules', '@kubernetes', 'client-node');
const MODELS = join(ROOT, 'node_modules', 'kubernetes-models');
const MACHINERY = join(ROOT, 'node_modules', '@kubernetes-models', 'apimachinery');
const REQUESTS = join(CLIENT, 'dist', 'gen', 'types', 'ObjectParamAPI.d.ts');
const DEFINITIONS = join(ROOT, 'src', 'api', 'http', 'openapi', 'definitions.gen.json');
/** Where the blanks of comments about parameters stand for something else. */
export const LAYOUT = join(ROOT, 'scripts', 'prose-layout.gen.json');
export const PROSE = join(ROOT, 'node_modules', '.cache', 'kubarium', 'prose.json');

/** Makes the file where it is missing, older than what it is made of, or made of other versions of the packages; gives its path. */
export function ensureProse() {
  const sources = [DEFINITIONS, LAYOUT, fileURLToPath(import.meta.url)];
  const edition = [CLIENT, MODELS, MACHINERY].map(versionOf).join('+');
  const isNewest = existsSync(PROSE) && sources.every((file) => statSync(file).mtimeMs <= statSync(PROSE).mtimeMs);
  if (!isNewest || !readFileSync(PROSE, 'utf8').startsWith(JSON.stringify({ edition }).slice(0, -1))) writeProse(edition);
  return PROSE;
}

function versionOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

/** `edition` stands first, where it is looked for. */
function writeProse(edition) {
  const facts = JSON.parse(readFileSync(DEFINITIONS, 'utf8'));
  const layout = JSON.parse(readFileSync(LAYOUT, 'utf8'));
  const parameters = collectParameters(facts);
  for (const [key, gaps] of Object.entries(layout)) parameters[key] = withBreaks(parameters[key], gaps);
  const prose = { edition, definitions: collectDefinitions(facts), parameters };
  mkdirSync(dirname(PROSE), { recursive: true });
  // Several processes may do this at once.
  writeFileSync(`${PROSE}.${process.pid}`, JSON.stringify(prose));
  renameSync(`${PROSE}.${process.pid}`, PROSE);
}

/** Texts of definitions and their fields; '' is the definition itself. */
function collectDefinitions({ packages }) {
  const definitions = {};
  for (const [name, { group, types }] of Object.entries(packages))
    for (const [short] of types.split(' ').map((type) => type.split('=')))
      definitions[`${name}.${short}`] = textsOf(readFileSync(join(folderOf(name, group), `${short}.d.ts`), 'utf8'));
  return definitions;
}

const COMMON_PACKAGE = 'io.k8s.apimachinery.pkg.';

/** `io.k8s.api.apps.v1` is in `apps/v1`, and what all groups have in common in folders of its package's name. */
function folderOf(packageName, group) {
  if (packageName.startsWith(COMMON_PACKAGE)) return join(MACHINERY, ...packageName.slice(COMMON_PACKAGE.length).split('.'));
  return join(MODELS, group, packageName.slice(packageName.lastIndexOf('.') + 1));
}

const MEMBER = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?(?:export (?:interface|type) \w+|^ {4}"([^"]+)"\??:)/gm;

function textsOf(source) {
  // The class below the interface says the same again.
  const [contract] = source.split('export declare class');
  const texts = contract.includes(' extends TypeMeta {') ? typeMetaTexts() : {};
  for (const [, comment, member = ''] of contract.matchAll(MEMBER)) if (comment !== undefined) texts[member] = modelText(comment);
  return texts;
}

/** Kinds leave out what is said of their kind and version; the options of requests do not. */
function typeMetaTexts() {
  const { apiVersion, kind } = textsOf(readFileSync(join(MACHINERY, 'apis', 'meta', 'v1', 'DeleteOptions.d.ts'), 'utf8'));
  return { apiVersion, kind };
}

/** The lines between the first and the last of a comment, as they were. */
function modelText(comment) {
  const lines = comment.split('\n').slice(1, -1);
  const text = lines.map((line) => line.replace(/^\s*\* ?/, '')).join('\n');
  return text
    .replace(/\n@deprecated$/, '')
    .replaceAll('\\*', '*')
    .replaceAll('*\\/', '*/');
}

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
    const [text] = requestText(comment.slice(0, comment.indexOf('* Defaults to:'))).split('\n* Defaults to:');
    texts[parameterName(member)] = text;
  }
  return texts;
}

/** Names that are words of the language are written otherwise there. */
function parameterName(member) {
  return /^_[a-z]+$/.test(member) ? member.slice(1) : member;
}

/** The text of a comment. Its generator makes a blank of each line break; two of them are an empty line more often than not. */
function requestText(comment) {
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

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(ensureProse());
