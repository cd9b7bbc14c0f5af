export { type AppliedDocument, type ApplyDocumentsOptions, applyDocuments } from './apply-documents.ts';
export { splitCommandLine } from './command-line.ts';
export { CommandError, InterruptError } from './errors.ts';
export { type KubectlResult, runKubectl } from './kubectl.ts';
export type { DiscoveryCache, KubectlIo, WebPage } from './session.ts';
export type { Connection } from './kubeconfig/connection.ts';
export type { KubeconfigFiles } from './kubeconfig/files.ts';
