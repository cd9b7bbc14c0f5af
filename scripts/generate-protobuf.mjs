// Makes src/api/http/protobuf/messages.gen.json: which number and type every field of Kubernetes' protobuf messages has.
// node scripts/generate-protobuf.mjs <folder with the modules api, apimachinery, apiextensions-apiserver, kube-aggregator>
// Numbers and types come from the modules' generated.proto, JSON names, pointers and `omitempty` from the Go types beside them.
// Only facts are kept, and only of what the groups below serve.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TARGET = 'src/api/http/protobuf/messages.gen.json';
const root = process.argv[2];
/** By short name: the folder, and the API group whose objects are described there. */
const PACKAGES = {
  'meta/v1': ['apimachinery/pkg/apis/meta/v1', 'meta.k8s.io/v1'],
  'meta/v1beta1': ['apimachinery/pkg/apis/meta/v1beta1', 'meta.k8s.io/v1beta1'],
  'apiextensions/v1': ['apiextensions-apiserver/pkg/apis/apiextensions/v1', 'apiextensions.k8s.io/v1'],
  'apiregistration/v1': ['kube-aggregator/pkg/apis/apiregistration/v1', 'apiregistration.k8s.io/v1'],
  ...Object.fromEntries(
    Object.entries({
      core: '',
      admissionregistration: 'admissionregistration.k8s.io/',
      apps: 'apps/',
      authentication: 'authentication.k8s.io/',
      authorization: 'authorization.k8s.io/',
      autoscaling: 'autoscaling/',
      batch: 'batch/',
      certificates: 'certificates.k8s.io/',
      coordination: 'coordination.k8s.io/',
      discovery: 'discovery.k8s.io/',
      events: 'events.k8s.io/',
      flowcontrol: 'flowcontrol.apiserver.k8s.io/',
      networking: 'networking.k8s.io/',
      node: 'node.k8s.io/',
      policy: 'policy/',
      rbac: 'rbac.authorization.k8s.io/',
      resource: 'resource.k8s.io/',
      scheduling: 'scheduling.k8s.io/',
      storage: 'storage.k8s.io/',
    }).map(([name, group]) => [`${name}/v1`, [`api/${name}/v1`, `${group}v1`]]),
  ),
  'autoscaling/v2': ['api/autoscaling/v2', 'autoscaling/v2'],
};
/** Read and written in a way of their own. */
const SPECIAL = {
  'meta/v1.Time': 'Time',
  'meta/v1.MicroTime': 'MicroTime',
  'meta/v1.FieldsV1': 'Json',
  'apiextensions/v1.JSON': 'Json',
  'apiextensions/v1.JSONSchemaPropsOrBool': 'SchemaOrBool',
  'apiextensions/v1.JSONSchemaPropsOrArray': 'SchemaOrArray',
  'apiextensions/v1.JSONSchemaPropsOrStringArray': 'SchemaOrStrings',
  '.k8s.io.apimachinery.pkg.api.resource.Quantity': 'Quantity',
  '.k8s.io.apimachinery.pkg.util.intstr.IntOrString': 'IntOrString',
  '.k8s.io.apimachinery.pkg.runtime.RawExtension': 'Json',
};
const SCALARS = new Set(['string', 'bytes', 'bool', 'int32', 'int64', 'double']);

const messages = Object.assign({}, ...Object.keys(PACKAGES).map(messagesOf));
const kinds = Object.keys(messages).filter((name) => messages[name].isKind);
const kept = new Map();
kinds.forEach(keep);
writeFileSync(TARGET, text());

function keep(name) {
  if (kept.has(name)) return;
  const found = messages[name];
  if (found === undefined) throw new Error(`no message ${name}`);
  kept.set(name, found);
  found.refs.forEach(keep);
}

function messagesOf(short) {
  const folder = join(root, PACKAGES[short][0]);
  const go = goTypesOf(folder);
  const found = {};
  for (const [, name, body] of withoutComments(read(join(folder, 'generated.proto'))).matchAll(/^message (\w+) \{$([^}]*)^\}$/gm)) {
    if (`${short}.${name}` in SPECIAL) continue;
    const refs = [];
    const struct = go.structs.get(name);
    if (struct === undefined && !go.lists.has(name)) continue;
    const fields = [...body.matchAll(/^ {2}(?:(optional|repeated) )?(map<string, [\w.]+>|[\w.]+) (\w+) = (\d+);$/gm)].map((match) =>
      fieldOf(match, short, struct, refs),
    );
    const declared = body.split('\n').filter((line) => line.trim() !== '').length;
    if (declared !== fields.length) throw new Error(`${short}.${name}: ${declared} lines, ${fields.length} fields`);
    found[`${short}.${name}`] = { fields, refs, isKind: struct?.isKind ?? false };
  }
  return found;
}

/**
 * `number:name:type`. Types: a scalar, a special one, or a message; before it `[]` of repeated fields, `{}` of maps, `*` of pointers.
 * Instead of the JSON name `-` of what is inlined. A name that protobuf has otherwise follows in parentheses. `!` at the end: written in
 * any case (no `omitempty`).
 */
function fieldOf([, label, type, protoName, number], short, struct, refs) {
  // A list that has a message to itself.
  if (struct === undefined) return `${number}:=:[]${typeOf(type, short, refs)}`;
  const { json, pointer, always } = struct.fields.get(Number(number)) ?? fail(`${short} ${protoName}: no Go field`);
  const values = /^map<string, (.*)>$/.exec(type)?.[1];
  const form = values !== undefined ? '{}' : label === 'repeated' ? '[]' : pointer ? '*' : '';
  const name = json === protoName ? json : `${json}(${protoName})`;
  return `${number}:${name}:${form}${typeOf(values ?? type, short, refs)}${always && json !== '-' ? '!' : ''}`;
}

function typeOf(type, short, refs) {
  if (SCALARS.has(type)) return type;
  const name = type.startsWith('.') ? shortName(type) : `${short}.${type}`;
  if (name in SPECIAL) return SPECIAL[name];
  refs.push(name);
  return name.startsWith(`${short}.`) ? name.slice(short.length) : name;
}

function shortName(type) {
  if (type in SPECIAL) return type;
  const [, name, version, message] = /\.(\w+)\.(v\d)\.(\w+)$/.exec(type) ?? fail(type);
  return `${name}/${version}.${message}`;
}

function goTypesOf(folder) {
  const structs = new Map();
  const lists = new Set();
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.go') || file.endsWith('_test.go') || file.includes('generated')) continue;
    const source = withoutComments(read(join(folder, file)));
    for (const [, name] of source.matchAll(/^type (\w+) \[\]string$/gm)) lists.add(name);
    for (const [, name] of source.matchAll(/^type (\w+) struct ?\{\}/gm)) structs.set(name, structOf(''));
    for (const [, name, body] of source.matchAll(/^type (\w+) struct \{$(.*?)^\}$/gms)) structs.set(name, structOf(body));
  }
  return { structs, lists };
}

function structOf(body) {
  const fields = new Map();
  for (const [, before, tags] of body.matchAll(/^\t([^`\n]*?)\s*`(.*)`\s*$/gm)) {
    const number = /protobuf:"\w+,(\d+)/.exec(tags)?.[1];
    if (number === undefined) continue;
    const [json = '', ...options] = (/json:"([^"]*)"/.exec(tags)?.[1] ?? '').split(',');
    const inline = options.includes('inline');
    fields.set(Number(number), {
      json: inline || json === '' ? '-' : json,
      pointer: /(^|\s)\*/.test(before),
      always: !options.some((option) => option.startsWith('omit')),
    });
  }
  return { fields, isKind: /^\s*(metav1\.|v1\.)?TypeMeta\s+`json:",inline"`/m.test(body) };
}

function withoutComments(source) {
  return source
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/(["`;])\s*\/\/.*$/gm, '$1');
}

function text() {
  const packages = Object.fromEntries(Object.entries(PACKAGES).map(([short, [, groupVersion]]) => [groupVersion, short]));
  const rows = [...kept]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { fields }]) => `${JSON.stringify(name)}:${JSON.stringify(fields.join(' '))}`);
  return `{"packages":${JSON.stringify(packages)},\n"messages":{\n${rows.join(',\n')}\n}}\n`;
}

function read(path) {
  return readFileSync(path, 'utf8');
}

function fail(why) {
  throw new Error(why);
}
