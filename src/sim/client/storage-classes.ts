/** Storage classes are asked for rather than watched: one that the cluster was born with is in no event. */
import type { Client } from '../../api/client.ts';
import { ifFound } from '../../api/errors.ts';
import { nameOf } from '../../api/object.ts';
import { STORAGE_CLASS } from '../../api/resources.ts';
import type { StorageClass } from '../../api/types.gen.ts';

const IS_DEFAULT = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

export function storageClassNamed(client: Client, name: string): StorageClass | undefined {
  if (name === '') return undefined;
  return ifFound(() => client.get(STORAGE_CLASS, '', name));
}

/** The class of claims that name none: of several the newest, and of those the first by name. */
export function defaultStorageClass(client: Client): StorageClass | undefined {
  const marked = client
    .list(STORAGE_CLASS)
    .items.filter(({ metadata }) => IS_DEFAULT.some((annotation) => metadata.annotations?.[annotation] === 'true'));
  return marked.toSorted((a, b) => bornOf(b).localeCompare(bornOf(a)) || (nameOf(a) < nameOf(b) ? -1 : 1))[0];
}

function bornOf({ metadata }: StorageClass): string {
  return metadata.creationTimestamp ?? '';
}
