/** Pods that do not exist: those of an object of the cluster, or of a document that somebody is writing. */
import { kindNamed } from '../api/kinds/registry.ts';
import type { KubeObject } from '../api/object.ts';
import { parseDocuments } from '../api/yaml.ts';
import type { Answers, PodSource } from '../protocol/messages.ts';
import type { Cluster } from '../sim/engine.ts';
import { whatIf } from '../sim/explain.ts';
import { briefAccount } from './brief.ts';

type Answer = Answers['what-if'];
const NO_PODS = 'no-pods';

/** `problem` is `no-pods`, or what is wrong with the text. */
export function whatIfOf(cluster: Cluster, pods: PodSource, fit: boolean): Answer {
  const found = pods.from === 'object' ? fromCluster(cluster, pods) : fromText(pods);
  if (typeof found === 'string') return { answer: null, problem: found };
  const answer = whatIf(cluster, found, pods.namespace, { fit });
  return answer === undefined ? { answer: null, problem: NO_PODS } : { answer: { ...answer, now: briefAccount(answer.now) }, problem: '' };
}

function fromCluster(cluster: Cluster, { kind, namespace, name }: Extract<PodSource, { from: 'object' }>): KubeObject | string {
  const type = kindNamed(kind)?.type;
  if (type === undefined) return NO_PODS;
  const { group, resource } = type;
  const { code, body } = cluster.request({ verb: 'get', group, resource, namespace, name });
  return code === 200 ? (body as KubeObject) : NO_PODS;
}

/** The document at the line, or the first after it that makes pods. */
function fromText({ text, line }: Extract<PodSource, { from: 'text' }>): KubeObject | string {
  const documents = parseDocuments(text);
  const at = documents.find((document) => line >= document.line && line <= document.endLine) ?? documents.at(-1);
  if (at === undefined) return NO_PODS;
  const [error] = at.errors;
  if (error !== undefined) return error.message;
  return isObject(at.value) ? at.value : NO_PODS;
}

/** The API server judges the rest. */
function isObject(value: unknown): value is KubeObject {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('apiVersion' in value)) return false;
  return typeof value.kind === 'string' && typeof value.apiVersion === 'string';
}
