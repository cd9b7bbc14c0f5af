// Derives src/api/http/openapi/definitions.gen.json from recorded OpenAPI documents: how they differ from what the rules in
// definitions.ts make of schema.gen.json. Only facts (names, types, defaults, marks), no prose. Called by generate-api.mjs.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { LAYOUT, breaksOf, collectParameters } from './generate-prose.mjs';

const FOLDER = join('src', 'api', 'http', 'openapi');
const TARGET = join(FOLDER, 'definitions.gen.json');
const GROUP_VERSION_KIND = 'x-kubernetes-group-version-kind';
/** Defaults of Go's types in groups whose OpenAPI 3.0 document was not recorded. */
const UNRECORDED = {
  'io.k8s.api.resource.v1.AllocationResult': { properties: { devices: { default: {} } } },
  'io.k8s.api.resource.v1.DeviceToleration': { properties: { operator: { default: 'Equal' } } },
  'io.k8s.api.resource.v1.ResourceClaimSpec': { properties: { devices: { default: {} } } },
};

/** `names`: what schema.gen.json calls a definition. */
export async function generateOpenApi(folder, names) {
  const swagger = JSON.parse(readFileSync(join(folder, 'v2.json'), 'utf8'));
  const facts = {
    packages: packagesOf(swagger, names),
    schemes: schemesOf(swagger),
    parameters: parametersOf(swagger),
    connections: connectionsOf(swagger),
    v2: {},
    v3: {},
  };
  write(facts);
  const { ruledV2, ruledV3 } = await rules();
  const [recordedV2, recordedV3] = [withoutProse(swagger.definitions), withoutProse(schemasOf(folder))];
  for (const [id, recorded] of Object.entries(recordedV2)) note(facts.v2, id, difference(ruledV2(id), common(recorded)));
  for (const [id, recorded] of Object.entries(recordedV3))
    note(facts.v3, id, difference(ruledV3(common(recordedV2[id])), common(recorded)));
  Object.assign(facts.v3, UNRECORDED);
  write(facts);
  writeFileSync(LAYOUT, `${JSON.stringify(layoutOf(swagger, collectParameters(facts)))}\n`);
  console.log(`${Object.keys(facts.v2).length} and ${Object.keys(facts.v3).length} patches`);
}

/** How the recorded texts of parameters are laid out where that is not to be seen in the comments that they are taken from. */
function layoutOf({ parameters }, texts) {
  const layout = {};
  for (const [key, { description: wanted }] of Object.entries(parameters))
    if (texts[key] !== undefined && wanted !== undefined) note(layout, key, breaksOf(texts[key], wanted));
  return layout;
}

function write(facts) {
  writeFileSync(TARGET, `${JSON.stringify(facts)}\n`);
}

/** Bundled, for it is TypeScript. */
async function rules() {
  const outfile = join('node_modules', '.cache', 'kubarium', 'definitions.mjs');
  buildSync({ entryPoints: [join(FOLDER, 'definitions.ts')], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return import(pathToFileURL(outfile).href);
}

function schemasOf(folder) {
  const files = readdirSync(folder).filter((file) => /^v3_.*\.json$/.test(file));
  return Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).components.schemas));
}

function packagesOf({ definitions, paths }, names) {
  const groups = groupsOf(paths);
  const packages = {};
  for (const id of Object.keys(definitions)) {
    const dot = id.lastIndexOf('.');
    const [name, short] = [id.slice(0, dot), id.slice(dot + 1)];
    packages[name] ??= { group: groups.get(name) ?? '', types: [] };
    const schema = names.get(id) ?? short;
    packages[name].types.push(schema === short ? short : `${short}=${schema}`);
  }
  return Object.fromEntries(Object.entries(packages).map(([name, { group, types }]) => [name, { group, types: types.join(' ') }]));
}

/** The group of what a package's kinds are served as. */
function groupsOf(paths) {
  const groups = new Map();
  for (const item of Object.values(paths))
    for (const { parameters = [], [GROUP_VERSION_KIND]: kind } of Object.values(item))
      for (const { schema } of Array.isArray(parameters) ? parameters : [])
        if (schema?.$ref?.endsWith(`.${kind?.kind}`))
          groups.set(schema.$ref.slice('#/definitions/'.length, -kind.kind.length - 1), kind.group);
  return groups;
}

/** All groups and versions that the common options are registered in. */
function schemesOf({ definitions }) {
  const kinds = definitions['io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent'][GROUP_VERSION_KIND];
  return kinds.map(({ group, version }) => (group === '' ? version : `${group}/${version}`));
}

/** Definitions that are registered everywhere leave out where. */
function common(definition) {
  const { [GROUP_VERSION_KIND]: kinds, ...rest } = definition;
  return kinds === undefined || kinds.length > 1 ? rest : definition;
}

function parametersOf({ parameters }) {
  const shown = Object.entries(parameters).filter(([, parameter]) => parameter.in !== 'body');
  return Object.fromEntries(shown.map(([key, parameter]) => [key, parameter.in === 'path' ? `path:${parameter.type}` : parameter.type]));
}

/** Parameters of paths below an object that no other path has. */
function connectionsOf({ paths }) {
  const connections = {};
  for (const [path, { parameters = [] }] of Object.entries(paths)) {
    const [, subresource] = /\/([^/]+\/\{name\}\/\w+)$/.exec(path) ?? [];
    if (subresource === undefined) continue;
    const keys = parameters.flatMap(({ $ref }) => ($ref === undefined ? [] : [$ref.slice('#/parameters/'.length)]));
    const own = keys.filter((key) => !/^(namespace|pretty|fieldManager)-/.test(key));
    if (own.length > 0) connections[subresource.replace('/{name}', '')] = own;
  }
  return connections;
}

function withoutProse(value) {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, inner]) => key !== 'description' || typeof inner !== 'string');
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutProse(inner)]));
}

function note(patches, id, patch) {
  if (patch !== undefined) patches[id] = patch;
}

/** The JSON merge patch that makes the second of the first; undefined when they are equal. */
function difference(before, after) {
  const patch = {};
  for (const key of Object.keys(before)) if (!(key in after)) patch[key] = null;
  for (const [key, value] of Object.entries(after)) {
    if (isRecord(value) && isRecord(before[key])) {
      const inner = difference(before[key], value);
      if (inner !== undefined) patch[key] = inner;
    } else if (JSON.stringify(before[key]) !== JSON.stringify(value)) patch[key] = value;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
