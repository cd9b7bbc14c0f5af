/** The file of kube-scheduler: no object of the API, but in the editor a document like any other. */
import { stringify } from 'yaml';
import { deepEqual } from '../base/equal.ts';
import { CONFIGURATION_KIND } from '../api/scheduler-configuration/shapes.ts';
import { isRecord } from '../api/patch/record.ts';
import type { JsonObject } from '../api/scalars.ts';
import { type ParsedDocument, parseDocuments, yamlErrorText } from '../api/yaml.ts';
import { type Answers, type DocumentResult, SCHEDULER_FILE } from '../protocol/messages.ts';
import type { Cluster } from '../sim/engine.ts';
import { profilesOfConfiguration } from '../sim/scheduler/configuration/profiles-of.ts';
import { usualConfiguration } from '../sim/scheduler/configuration/usual.ts';
import { SCHEDULER_PARTS } from '../sim/scheduler/late.ts';
import { problemAt } from './apply.ts';

/** Reads a KubeSchedulerConfiguration; throws with the words of a kube-scheduler that would not start with it. */
export function readSchedulerConfiguration(text: string): JsonObject {
  const documents = parseDocuments(text);
  const [document] = documents;
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error !== undefined) throw new Error(`error converting YAML to JSON: ${yamlErrorText(error)}`);
  const configuration = (document?.value ?? {}) as JsonObject;
  const flaw = SCHEDULER_PARTS.flawOf(configuration);
  if (flaw !== undefined) throw new Error(flaw);
  return configuration;
}

/** With what the scheduler runs, or would run if it were started; keys in the order in which somebody wrote them. */
export function schedulerConfiguration({ state }: Cluster): Answers['scheduler-configuration'] {
  const given = state.configurations.get('kube-scheduler');
  return { text: stringify(given ?? usualConfiguration(), { lineWidth: 0 }), usual: given === undefined };
}

/** Of any version: it is the scheduler that has to say which it can't read. */
export function isSchedulerConfiguration({ value }: ParsedDocument): boolean {
  const { apiVersion, kind } = isRecord(value) ? value : {};
  return kind === CONFIGURATION_KIND && typeof apiVersion === 'string' && apiVersion.startsWith('kubescheduler.config.k8s.io/');
}

/** Starts the scheduler anew with the document, unless it would not start with it. */
export function configureFrom(cluster: Cluster, document: ParsedDocument, dryRun: boolean): DocumentResult {
  const { line, endLine, value } = document;
  const configuration = value as JsonObject;
  const profiles = profilesOfConfiguration(configuration);
  const told = { line, endLine, object: SCHEDULER_FILE, warnings: [] };
  if ('flaw' in profiles) {
    const problems = profiles.findings.map(({ path, message }) => problemAt(document, path || 'kind', message));
    return { ...told, result: 'error', message: profiles.flaw, problems };
  }
  const before = cluster.state.configurations.get('kube-scheduler') ?? usualConfiguration();
  const result = deepEqual(before, configuration) ? 'unchanged' : 'configured';
  if (result === 'configured' && !dryRun) cluster.execute({ type: 'fault', fault: { type: 'scheduler-configure', configuration } });
  return { ...told, result, message: `${SCHEDULER_FILE} ${result}${dryRun ? ' (dry run)' : ''}`, problems: [] };
}
