import * as monaco from 'monaco-editor/editor';
import './features.ts';
import 'monaco-editor/languages/definitions/yaml/register';
import { type MonacoYaml, configureMonacoYaml } from 'monaco-yaml';
import type { CustomResourceDefinition } from '../../../api/types.gen.ts';
import type { Language } from '../../messages/index.ts';
import { loadSchema } from '../schema/load.ts';

/** Monaco with the YAML language service, wired up once. The page pays for it when the editor is first shown. */
globalThis.MonacoEnvironment = { getWorker: (_id, label) => (label === 'yaml' ? yamlWorker() : editorWorker()) };

interface LegacyWorkerOptions {
  readonly createData?: unknown;
  readonly host?: Record<string, (...args: unknown[]) => unknown>;
  readonly keepIdleModels?: boolean;
}

/**
 * monaco-editor wants a ready worker in `createWebWorker`; monaco-yaml 5.5 still passes what to create it from. Without this
 * translation there are silently no markers and no completion.
 */
const monacoForYaml = {
  ...monaco,
  editor: {
    ...monaco.editor,
    createWebWorker({ createData, host, keepIdleModels = false }: LegacyWorkerOptions) {
      const worker = yamlWorker();
      worker.postMessage('ignore', []);
      worker.postMessage(createData, []);
      return monaco.editor.createWebWorker({ worker, keepIdleModels, ...(host ? { host } : {}) });
    },
  },
} as unknown as Parameters<typeof configureMonacoYaml>[0];

function yamlWorker(): Worker {
  return new Worker(new URL('./yaml.worker.ts', import.meta.url), { type: 'module' });
}

function editorWorker(): Worker {
  return new Worker(new URL('./editor.worker.ts', import.meta.url), { type: 'module' });
}

let yaml: MonacoYaml | undefined;

/** Completion, hover and squiggles for Kubernetes manifests, described in the given language. */
export async function teachYaml(language: Language, definitions: readonly CustomResourceDefinition[]): Promise<void> {
  const schema = await loadSchema(language, definitions);
  const options = {
    enableSchemaRequest: false,
    isKubernetes: true,
    completion: true,
    hover: true,
    hoverSchemaSource: false,
    validate: true,
    yamlVersion: '1.1',
    format: { enable: false },
    schemas: [{ uri: 'inmemory://schemas/kubernetes.json', fileMatch: ['**/*'], schema }],
  } as const;
  const writable = options as unknown as Parameters<MonacoYaml['update']>[0];
  if (yaml) await yaml.update(writable);
  else yaml = configureMonacoYaml(monacoForYaml, writable);
}

export { monaco };
