import compact from '../../../api/schema.gen.json';
import type { CustomResourceDefinition } from '../../../api/types.gen.ts';
import type { Language } from '../../messages/index.ts';
import { customEditorKinds } from './custom.ts';
import { documentationOf } from './documentation.ts';
import { type JsonSchema, editorSchema } from './json-schema.ts';
import { EDITOR_KINDS } from './kinds.ts';

/** The editor's schema, with descriptions in one language. */
export async function loadSchema(language: Language, definitions: readonly CustomResourceDefinition[]): Promise<JsonSchema> {
  const words = language === 'zh' ? import('./descriptions.zh.ts') : import('./descriptions.en.ts');
  const [{ descriptions, required }, { default: prose }] = await Promise.all([words, import('kubernetes-prose')]);
  const documentation = documentationOf(prose);
  return editorSchema(compact, EDITOR_KINDS, { describe: descriptions, documentation, required }, customEditorKinds(definitions, required));
}
