import type { DocumentResult } from '../../protocol/messages.ts';
import type { Engine } from '../engine/engine.ts';
import { activeDocument, useApplied } from '../state/documents.ts';
import { toast } from '../state/notices.ts';
import { markDone } from '../state/preferences.ts';

/** Applies the text in the editor. Answers stand beside the text; the text itself is never touched. */
export async function applyActive(engine: Engine): Promise<void> {
  const document = activeDocument();
  if (!document || useApplied.getState().busy) return;
  const about = { document: document.id, text: document.text };
  useApplied.setState((before) => ({ ...about, busy: true, results: before.document === document.id ? before.results : [] }));
  try {
    const { documents } = await engine.request({ type: 'apply', text: document.text, namespace: 'default' });
    useApplied.setState({ ...about, busy: false, results: documents });
    if (documents.some(isApplied)) markDone('apply');
  } catch (error) {
    useApplied.setState({ ...about, busy: false });
    toast('bad', error instanceof Error ? error.message : String(error));
  }
}

function isApplied({ result }: DocumentResult): boolean {
  return result !== 'error';
}
