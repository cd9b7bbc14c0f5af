import { definitionNames, schemaOfDefinition } from '../../../api/http/openapi/definitions.ts';
import type { Prose } from '../../../api/http/openapi/types.ts';
import type { Descriptions } from './json-schema.ts';

/** The first sentence of what Kubernetes' documentation says about a field, by `Type.field`. It is English in any language. */
export function documentationOf({ definitions }: Prose): Descriptions {
  const entries = definitionNames().flatMap((name) => {
    const type = schemaOfDefinition(name);
    return Object.entries(definitions[name] ?? {}).map(([field, text]) => [`${type}.${field}`, firstSentence(text)] as const);
  });
  return Object.fromEntries(entries);
}

/** Up to a full stop before a capital letter, or the end of the paragraph; `e.g.` ends nothing. */
export function firstSentence(text: string): string {
  const [paragraph = ''] = text.split('\n');
  return /^.*?[^.]\.(?= [A-Z])(?<!\b(?:e\.g|i\.e|etc|vs)\.)/.exec(paragraph)?.[0] ?? paragraph;
}
