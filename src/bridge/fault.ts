/** `npm run fault -- stop kube-scheduler`: what goes wrong in the cluster of the API server that runs from this folder. */
import { connect } from 'node:net';
import type { ControlPlanePart, FaultRequest } from '../protocol/messages.ts';
import type { ControlAnswer, ControlRequest } from './control.ts';
import { FAULT_USAGE, parseFault } from './fault-words.ts';
import { runningControl } from './run-file.ts';

async function main(words: readonly string[]): Promise<void> {
  if (words.length === 0 || words.includes('--help') || words.includes('-h')) return print(FAULT_USAGE);
  const fault = parseFault(words);
  const control = runningControl();
  if (control === '') throw new Error('no API server runs from this folder: npm run apiserver starts one');
  const answer = await ask(control, fault === 'list' ? { type: 'control-plane' } : { type: 'fault', fault });
  if ('parts' in answer) return print(tableOf(answer.parts, answer.kubeletsStopped));
  if (answer.error !== '') throw new Error(answer.error);
  return print(`${doneOf(fault as FaultRequest)}\n`);
}

function ask(control: string, request: ControlRequest): Promise<ControlAnswer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(control, () => socket.write(`${JSON.stringify(request)}\n`));
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => void (text += piece));
    socket.on('error', reject);
    socket.on('end', () => resolve(JSON.parse(text) as ControlAnswer));
  });
}

function tableOf(parts: readonly ControlPlanePart[], kubeletsStopped: readonly string[]): string {
  const rows = parts.flatMap((part) => [
    ...rowsOf(part),
    ...part.parts.flatMap(rowsOf).map(([name = '', ...rest]) => [`  ${name}`, ...rest]),
  ]);
  const kubelets = kubeletsStopped.map((node) => [`kubelet/${node}`, 'stopped', '0']);
  const all = [['NAME', 'STATE', 'QUEUE'], ...rows, ...kubelets];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd((widths[column] ?? 0) + 3))
          .join('')
          .trimEnd()}\n`,
    )
    .join('');
}

function rowsOf({ name, state, queue, candidates }: ControlPlanePart): string[][] {
  return [[name, state, String(queue)], ...candidates.map(({ host, role }) => [`  ${name}/${host}`, role, ''])];
}

function doneOf(fault: FaultRequest): string {
  if (!('component' in fault)) return 'done';
  const name = fault.instance === undefined ? fault.component : `${fault.component}/${fault.instance}`;
  return `${name} ${fault.type === 'component-stop' ? 'stopped' : 'started'}`;
}

function print(text: string): void {
  process.stdout.write(text);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
