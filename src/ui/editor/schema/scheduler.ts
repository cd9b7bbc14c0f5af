/** The file of kube-scheduler in the editor's schema: what may stand where, and which plugins there are. */
import { DEFAULT_PLUGINS } from '../../../api/scheduler-configuration/plugins.ts';
import {
  API_VERSION,
  ARGS,
  CONFIGURATION,
  CONFIGURATION_KIND,
  EXTENSION_POINTS,
  type Shape,
  type Struct,
} from '../../../api/scheduler-configuration/shapes.ts';
import type { CustomEditorKind } from './custom.ts';
import type { Descriptions, JsonSchema } from './json-schema.ts';

export function schedulerEditorKind(describe: Descriptions): CustomEditorKind {
  return { apiVersion: API_VERSION, kind: CONFIGURATION_KIND, schema: structSchema(CONFIGURATION, describe) };
}

function structSchema({ name, fields }: Struct, describe: Descriptions): JsonSchema {
  const properties = Object.entries(fields).map(([field, shape]): [string, JsonSchema] => {
    const about = describe[`${name}.${field}`];
    const schema = SPECIAL[`${name}.${field}`]?.(describe) ?? shapeSchema(shape, describe);
    return [field, { ...schema, description: about === undefined ? goType(shape) : `${about} (${goType(shape)})` }];
  });
  return { title: name, type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
}

function shapeSchema(shape: Shape, describe: Descriptions): JsonSchema {
  if (typeof shape === 'string') return SCALARS[shape];
  return 'list' in shape ? { type: 'array', items: shapeSchema(shape.list, describe) } : structSchema(shape, describe);
}

const SCALARS = {
  int32: { type: 'integer' },
  int64: { type: 'integer' },
  float32: { type: 'number' },
  bool: { type: 'boolean' },
  string: { type: 'string' },
  any: {},
} as const satisfies { readonly [scalar: string]: JsonSchema };

const NAMES = DEFAULT_PLUGINS.map(({ name }) => name);

/** Fields of which more is known than their type. */
const SPECIAL: { readonly [field: string]: ((describe: Descriptions) => JsonSchema) | undefined } = {
  ...Object.fromEntries(
    Object.keys(EXTENSION_POINTS).map((point) => [`Plugins.${point}`, (describe) => setSchema(pluginsAt(point), describe)]),
  ),
  'Plugins.multiPoint': (describe) => setSchema(NAMES, describe),
  'KubeSchedulerProfile.pluginConfig': (describe) => ({ type: 'array', items: { anyOf: pluginConfigs(describe) } }),
  'ScoringStrategy.type': () => ({ type: 'string', enum: ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'] }),
  'PodTopologySpreadArgs.defaultingType': () => ({ type: 'string', enum: ['System', 'List'] }),
  'TopologySpreadConstraint.whenUnsatisfiable': () => ({ type: 'string', enum: ['DoNotSchedule', 'ScheduleAnyway'] }),
};

function pluginsAt(point: string): readonly string[] {
  return DEFAULT_PLUGINS.flatMap(({ name, points }) => ((points as readonly string[]).includes(point) ? [name] : []));
}

function setSchema(names: readonly string[], describe: Descriptions): JsonSchema {
  const listed = (all: readonly string[], own: { readonly [name: string]: JsonSchema }): JsonSchema => ({
    type: 'array',
    items: { type: 'object', properties: { name: { type: 'string', enum: [...all] }, ...own }, additionalProperties: false },
  });
  const weight = { type: 'integer', description: describe['Plugin.weight'] ?? '' };
  const about = (field: string) => ({ description: describe[`PluginSet.${field}`] ?? '' });
  const properties = {
    enabled: { ...listed(names, { weight }), ...about('enabled') },
    disabled: { ...listed(['*', ...names], {}), ...about('disabled') },
  };
  return { type: 'object', properties, additionalProperties: false };
}

/** Which arguments there are follows from the plugin's name. */
function pluginConfigs(describe: Descriptions): JsonSchema[] {
  const entry = (name: string[], args: JsonSchema): JsonSchema => ({
    type: 'object',
    properties: { name: { type: 'string', enum: name }, args },
    required: ['name'],
    additionalProperties: false,
  });
  const without = NAMES.filter((name) => !Object.hasOwn(ARGS, name));
  return [...Object.entries(ARGS).map(([name, args]) => entry([name], structSchema(args, describe))), entry(without, { type: 'object' })];
}

function goType(shape: Shape): string {
  if (typeof shape === 'string') return shape === 'any' ? 'object' : shape;
  return 'list' in shape ? `[]${goType(shape.list)}` : shape.name;
}
