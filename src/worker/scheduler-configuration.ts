import { parseDocuments, yamlErrorText } from '../api/yaml.ts';
import type { JsonObject } from '../api/scalars.ts';
import { SCHEDULER_PARTS } from '../sim/scheduler/late.ts';

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
