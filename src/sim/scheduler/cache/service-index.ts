/** Services by one label of their selectors, so that the Services of a pod are found without looking at all of them. */
import type { Labels } from '../../../api/labels.ts';

/** Namespace, then `key=value` of the selector's first label, then names with their whole selectors. */
export type ServiceIndex = Map<string, Map<string, Map<string, Labels>>>;

export function createServiceIndex(): ServiceIndex {
  return new Map();
}

export function addService(index: ServiceIndex, namespace: string, name: string, selector: Labels | undefined): void {
  const first = firstLabel(selector);
  if (selector === undefined || first === undefined) return;
  const inNamespace = index.get(namespace) ?? new Map<string, Map<string, Labels>>();
  index.set(namespace, inNamespace);
  const services = inNamespace.get(first) ?? new Map<string, Labels>();
  inNamespace.set(first, services);
  services.set(name, selector);
}

export function removeService(index: ServiceIndex, namespace: string, name: string, selector: Labels | undefined): void {
  const first = firstLabel(selector);
  const services = first === undefined ? undefined : index.get(namespace)?.get(first);
  if (first === undefined || services === undefined) return;
  services.delete(name);
  if (services.size === 0) index.get(namespace)?.delete(first);
}

/** Selectors of the Services that select a pod with these labels. */
export function selectorsOfServices(index: ServiceIndex, namespace: string, labels: Labels): readonly Labels[] {
  const inNamespace = index.get(namespace);
  if (inNamespace === undefined || inNamespace.size === 0) return [];
  const found: Labels[] = [];
  for (const key in labels) {
    for (const selector of inNamespace.get(`${key}=${labels[key]}`)?.values() ?? [])
      if (selectsLabels(selector, labels)) found.push(selector);
  }
  return found;
}

function firstLabel(selector: Labels | undefined): string | undefined {
  for (const key in selector) return `${key}=${selector[key]}`;
  return undefined;
}

export function selectsLabels(selector: Labels, labels: Labels): boolean {
  for (const key in selector) if (labels[key] !== selector[key]) return false;
  return true;
}
