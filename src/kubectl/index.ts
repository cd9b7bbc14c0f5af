export { type AppliedDocument, type ApplyDocumentsOptions, applyDocuments } from './apply-documents.ts';
export { splitCommandLine } from './command-line.ts';
export { InterruptError } from './errors.ts';
export { type KubectlResult, runKubectl } from './kubectl.ts';
export type { KubectlIo } from './session.ts';
