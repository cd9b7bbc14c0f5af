/** The kubeconfig of whoever types in the page: one cluster, one user, one context, kept as long as the cluster. */
import type { KubeconfigFiles } from '../kubectl/index.ts';

const HOME = '/root';
const PATH = `${HOME}/.kube/config`;

/** As `npm run apiserver` writes it, but that nobody has to show a certificate here. */
const INITIAL = `apiVersion: v1
clusters:
- cluster:
    server: https://127.0.0.1:6443
  name: kubarium
contexts:
- context:
    cluster: kubarium
    user: kubernetes-admin
  name: kubarium
current-context: kubarium
kind: Config
users:
- name: kubernetes-admin
  user: {}
`;

export function createKubeconfig(): KubeconfigFiles {
  const files = new Map([[PATH, INITIAL]]);
  return {
    paths: [PATH],
    folder: HOME,
    read: (path) => files.get(path),
    write: (path, text) => void files.set(path, text),
  };
}
