import { deepEqual } from '../../base/equal.ts';
import { parseDocuments } from '../../api/yaml.ts';
import type { Engine } from '../engine/engine.ts';
import { activate, openDocument, useDocuments } from '../state/documents.ts';
import { openDock } from '../state/layout.ts';

const NAME = 'kube-scheduler.yaml';

/** Shows the configuration in force; where it is open already, with whatever comments somebody wrote, that text. */
export async function openSchedulerFile(engine: Engine): Promise<void> {
  const { text } = await engine.request({ type: 'scheduler-configuration' });
  const [present] = parseDocuments(text);
  const { documents } = useDocuments.getState();
  const open = documents.find((document) => document.name.startsWith('kube-scheduler') && isOf(document.text, present?.value));
  if (open === undefined) openDocument(NAME, text);
  else activate(open.id);
  openDock('left', 'editor');
}

function isOf(text: string, value: unknown): boolean {
  const documents = parseDocuments(text);
  return documents.length === 1 && deepEqual(documents[0]?.value, value);
}
