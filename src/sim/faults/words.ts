import type { Fault } from '../kernel/command.ts';

/** `node-stop node-2`, `component-stop kube-scheduler`. */
export function describeFault(fault: Fault): string {
  const machine = machineOf(fault);
  const subject = 'component' in fault ? [fault.component, machine] : 'pod' in fault ? [`${fault.namespace}/${fault.pod}`] : [machine];
  return [fault.type, ...subject].filter(Boolean).join(' ');
}

/** The machine that something is done to; '' for none. */
export function machineOf(fault: Fault): string {
  if (fault.type === 'node-add') return fault.machine.name;
  if ('node' in fault) return fault.node;
  return 'instance' in fault ? (fault.instance ?? '') : '';
}
