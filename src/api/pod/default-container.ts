/** Annotation of a pod: the container that is meant where none is named. */
export const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';
