import { patchedText } from '../../api/go-text.ts';
import { kindByGvk } from '../../api/kinds/registry.ts';
import type { KubeObject } from '../../api/object.ts';
import type { ApiResource } from '../../api/request.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { type OutputFormat, formatValue, withoutManagedFields } from '../printer/output.ts';
import type { Session } from '../session.ts';
import { LAST_APPLIED } from './apply/apply-item.ts';
import { type WriteFlags, report } from './write.ts';

/** What kubectl makes itself are Go's structs rather than maps, and their JSON has the fields as declared. */

/** `report` for such an object. */
export function reportTyped(session: Session, flags: WriteFlags, resource: ApiResource, object: KubeObject, done: string): void {
  if (flags.output !== 'json') return report(session, flags, resource, object, done);
  session.stdout.push(`${typedJson(flags.showManagedFields === true ? object : withoutManagedFields(object), 4)}\n`);
}

/** `formatValue` for such an object. */
export function formatTyped(format: OutputFormat, object: KubeObject): string {
  if (format.type === 'json') return `${typedJson(object, 4)}\n`;
  return formatValue(format, object as unknown as JsonValue);
}

/** The object with itself in its annotation, as `--save-config` wants it. */
export function savedTyped(object: KubeObject): KubeObject {
  const annotations = { ...object.metadata.annotations, [LAST_APPLIED]: `${typedJson(object)}\n` };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** Its fields as declared. */
export function typedJson(object: KubeObject, indent = 0): string {
  const value = object as unknown as JsonValue;
  const schema = kindByGvk(object.apiVersion, object.kind)?.schema ?? '';
  return escapeHtml(JSON.stringify(JSON.parse(patchedText(value, value, schema)), undefined, indent));
}

/** Go's encoder writes these so that the text can stand in a page. */
export function escapeHtml(json: string): string {
  return json.replaceAll(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
