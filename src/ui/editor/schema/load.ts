import compact from '../../../api/schema.gen.json';
import type { CustomResourceDefinition } from '../../../api/types.gen.ts';
import type { Language } from '../../messages/index.ts';
import { customEditorKinds } from './custom.ts';
import { type JsonSchema, editorSchema } from './json-schema.ts';
import { EDITOR_KINDS } from './kinds.ts';

/** The editor's schema, with descriptions in one language. */
export async function loadSchema(language: Language, definitions: readonly CustomResourceDefinition[]): Promise<JsonSchema> {
  const { descriptions, required } = await (language === 'zh' ? import('./descriptions.zh.ts') : import('./descriptions.en.ts'));
  return editorSchema(compact, EDITOR_KINDS, { describe: descriptions, required }, customEditorKinds(definitions, required));
}
