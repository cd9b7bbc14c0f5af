import compact from '../../../api/schema.gen.json';
import type { CustomResourceDefinition } from '../../../api/types.gen.ts';
import type { Language } from '../../messages/index.ts';
import { customEditorKinds } from './custom.ts';
import { documentationOf } from './documentation.ts';
import { type JsonSchema, editorSchema } from './json-schema.ts';
import { EDITOR_KINDS } from './kinds.ts';
import { schedulerEditorKind } from './scheduler.ts';

/** The editor's schema, with descriptions in one language. */
export async function loadSchema(language: Language, definitions: readonly CustomResourceDefinition[]): Promise<JsonSchema> {
  const words = language === 'zh' ? import('./descriptions.zh.ts') : import('./descriptions.en.ts');
  const ofScheduler = language === 'zh' ? import('./scheduler-descriptions.zh.ts') : import('./scheduler-descriptions.en.ts');
  const [{ descriptions, required }, { schedulerDescriptions }, { default: prose }] = await Promise.all([
    words,
    ofScheduler,
    import('kubernetes-prose'),
  ]);
  const documentation = documentationOf(prose);
  const custom = [...customEditorKinds(definitions, required), schedulerEditorKind(schedulerDescriptions)];
  return editorSchema(compact, EDITOR_KINDS, { describe: descriptions, documentation, required }, custom);
}
