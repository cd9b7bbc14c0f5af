import { messageOf } from '../../base/message-of.ts';
import type { DocumentResult, KubectlPart } from '../../protocol/messages.ts';
import type { Engine } from '../engine/engine.ts';
import { type EditorDocument, activeDocument, useApplied } from '../state/documents.ts';
import { toast } from '../state/notices.ts';
import { markDone } from '../state/preferences.ts';
import { beginEntry, changeEntry, remember } from '../state/terminal.ts';
import { shellWord } from './action.ts';

/** Applies the text in the editor. Answers stand beside the text; the text itself is never touched. */
export async function applyActive(engine: Engine): Promise<void> {
  const document = activeDocument();
  if (!document || useApplied.getState().busy) return;
  const about = { document: document.id, text: document.text };
  useApplied.setState((before) => ({ ...about, busy: true, results: before.document === document.id ? before.results : [] }));
  const line = applyLine(document);
  if (line.startsWith('kubectl')) remember(line);
  const entry = beginEntry(line);
  try {
    const { documents } = await engine.request({ type: 'apply', text: document.text, namespace: 'default' });
    useApplied.setState({ ...about, busy: false, results: documents });
    changeEntry(entry, { parts: documents.flatMap(partsOf), exitCode: documents.every(isApplied) ? 0 : 1 });
    if (documents.every(isApplied)) markDone('apply');
  } catch (error) {
    const text = messageOf(error);
    useApplied.setState({ ...about, busy: false });
    changeEntry(entry, { parts: [{ stream: 'stderr', text }], exitCode: 1 });
    toast('bad', text);
  }
}

/** What a person would type for the same effect. The configuration of the scheduler is no business of kubectl. */
export function applyLine({ name, text }: Pick<EditorDocument, 'name' | 'text'>): string {
  const file = shellWord(name);
  if (!SCHEDULER_FILE.test(text)) return `kubectl apply -f ${file}`;
  const configure = `kube-scheduler --config=${file}`;
  return OBJECT.test(text) ? `${configure}; kubectl apply -f ${file}` : configure;
}

const SCHEDULER_FILE = /^kind: *KubeSchedulerConfiguration\s*$/m;
const OBJECT = /^kind: *(?!KubeSchedulerConfiguration\s*$)\w/m;

function partsOf({ result, message, warnings }: DocumentResult): readonly KubectlPart[] {
  const warned = warnings.map((text): KubectlPart => ({ stream: 'stderr', text: `Warning: ${text}\n` }));
  return [...warned, { stream: result === 'error' ? 'stderr' : 'stdout', text: `${message}\n` }];
}

function isApplied({ result }: DocumentResult): boolean {
  return result !== 'error';
}
