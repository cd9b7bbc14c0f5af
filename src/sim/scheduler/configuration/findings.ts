/** Where in a KubeSchedulerConfiguration each of kube-scheduler's complaints belongs, so that an editor can point at it. */
import { isRecord } from '../../../api/patch/record.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { EXTENSION_POINTS } from '../../../api/scheduler-configuration/shapes.ts';
import type { UnreadableError } from './shape.ts';

export interface Finding {
  /** `profiles[0].pluginConfig[1].args.shape`; '' for the document as a whole. */
  readonly path: string;
  readonly message: string;
}

/** An error of validation begins with its path. */
export function findingOf(message: string): Finding {
  const [, path = ''] = /^([A-Za-z][\w.[\]-]*): /.exec(message) ?? [];
  return { path, message };
}

/** Strict decoding complains of many fields at once; those of arguments are named from the arguments on. */
export function unreadable({ message, path }: UnreadableError): readonly Finding[] {
  const found: Finding[] = [];
  let inside = '';
  for (const [text, entry, field] of message.matchAll(/decoding \.(profiles\[\d+\]\.pluginConfig\[\d+\])|unknown field "([^"]*)"/g)) {
    if (entry !== undefined) inside = `${entry}.args.`;
    else found.push({ path: `${inside}${field ?? ''}`, message: text });
  }
  return found.length > 0 ? found : [{ path, message }];
}

/** What the framework can't be made of is a plugin by name, of a profile by name. */
export function placed(document: JsonValue, message: string): Finding {
  const [, scheduler = ''] = /creating profile for scheduler name (\S*): /.exec(message) ?? [];
  const profiles = listOf(document, 'profiles');
  const index = profiles.length === 1 ? 0 : profiles.findIndex((profile) => textOf(profile, 'schedulerName') === scheduler);
  const profile = profiles[index];
  if (profile === undefined) return { path: 'profiles', message };
  const at = `profiles[${index}]`;
  const [, plugin = ''] = /[Pp]lugin "([^"]*)"/.exec(message) ?? [];
  return { path: placeOfPlugin(profile, at, plugin) ?? at, message };
}

function placeOfPlugin(profile: JsonObject, at: string, plugin: string): string | undefined {
  const configured = listOf(profile, 'pluginConfig').findIndex((entry) => textOf(entry, 'name') === plugin);
  if (configured >= 0) return `${at}.pluginConfig[${configured}].args`;
  const plugins = profile['plugins'];
  if (!isRecord(plugins)) return undefined;
  for (const point of ['multiPoint', ...Object.keys(EXTENSION_POINTS)]) {
    const place = listOf(plugins[point], 'enabled').findLastIndex((entry) => textOf(entry, 'name') === plugin);
    if (place >= 0) return `${at}.plugins.${point}.enabled[${place}].name`;
  }
  return `${at}.plugins`;
}

function listOf(value: JsonValue | undefined, field: string): readonly JsonObject[] {
  const list = isRecord(value) ? value[field] : undefined;
  return Array.isArray(list) ? (list as readonly JsonValue[]).filter(isRecord) : [];
}

function textOf(value: JsonObject, field: string): string {
  const text = value[field];
  return typeof text === 'string' ? text : '';
}
