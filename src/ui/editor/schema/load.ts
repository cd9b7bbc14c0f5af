import compact from '../../../api/schema.gen.json';
import type { Language } from '../../messages/index.ts';
import { type JsonSchema, editorSchema } from './json-schema.ts';
import { EDITOR_KINDS } from './kinds.ts';

/** The editor's schema, with descriptions in one language. */
export async function loadSchema(language: Language): Promise<JsonSchema> {
  const { descriptions, required } = await (language === 'zh' ? import('./descriptions.zh.ts') : import('./descriptions.en.ts'));
  return editorSchema(compact, EDITOR_KINDS, { describe: descriptions, required });
}
