import type { Container, PodSpec } from '../types.gen.ts';

/** What the container's rules, its own policy and the pod's say about an exit code, in this order (podutil.ContainerShouldRestart). */
export function restartsOn(spec: PodSpec, container: Container, exitCode: number): boolean {
  for (const { exitCodes } of container.restartPolicyRules ?? []) {
    if (exitCodes !== undefined && (exitCodes.operator === 'NotIn') !== (exitCodes.values ?? []).includes(exitCode)) return true;
  }
  const policy = container.restartPolicy ?? spec.restartPolicy ?? 'Always';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

/** Whether some container may start all of them again (podutil.AllContainersCouldRestart). */
export function mayRestartAll({ containers, initContainers = [] }: PodSpec): boolean {
  const restartsAll = ({ restartPolicyRules = [] }: Container): boolean =>
    restartPolicyRules.some(({ action }) => action === 'RestartAllContainers');
  return initContainers.some(restartsAll) || containers.some(restartsAll);
}
