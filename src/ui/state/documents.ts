import { create } from 'zustand';
import type { DocumentResult } from '../../protocol/messages.ts';
import { isRecord, persist } from './persist.ts';

/** A text in the editor. What a person typed is never lost: opening something else makes another one. */
export interface EditorDocument {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

interface Documents {
  readonly documents: readonly EditorDocument[];
  readonly active: string;
}

/** Characters beyond which a text is not taken in: far more than a manifest, less than would stop the page. */
export const MOST_CHARACTERS = 2_000_000;
/** Characters of all documents that fit into the browser's local storage with room to spare. */
const MOST_KEPT = MOST_CHARACTERS;
const MOST_DOCUMENTS = 20;

export const useDocuments = create<Documents>(() => ({ documents: [], active: '' }));

persist(useDocuments, {
  key: 'documents',
  write: ({ documents, active }) => ({ documents: fitting(documents), active }),
  read: (kept) => {
    if (!isRecord(kept) || !Array.isArray(kept.documents)) return {};
    const documents = kept.documents.filter(isDocument).slice(0, MOST_DOCUMENTS);
    const active = documents.find((document) => document.id === kept.active) ?? documents[0];
    return active ? { documents, active: active.id } : {};
  },
});

export function activeDocument(): EditorDocument | undefined {
  const { documents, active } = useDocuments.getState();
  return documents.find((document) => document.id === active);
}

/** Shows a text; one that is open under this name and still the same is shown again rather than opened twice. */
export function openDocument(name: string, text: string): void {
  const { documents } = useDocuments.getState();
  const same = documents.find((document) => document.name === name && document.text === text);
  if (same) {
    activate(same.id);
    return;
  }
  const document = { id: freeId(documents), name: freeName(name, documents), text };
  useDocuments.setState({ documents: [...documents, document].slice(-MOST_DOCUMENTS), active: document.id });
}

export function activate(id: string): void {
  useDocuments.setState({ active: id });
}

export function setText(id: string, text: string): void {
  useDocuments.setState(({ documents }) => ({
    documents: documents.map((document) => (document.id === id && document.text !== text ? { ...document, text } : document)),
  }));
}

/** Takes a document away and hands it back, so that it can be restored. */
export function closeDocument(id: string): EditorDocument | undefined {
  const { documents, active } = useDocuments.getState();
  const at = documents.findIndex((document) => document.id === id);
  const rest = documents.filter((document) => document.id !== id);
  const next = active === id ? (rest[Math.min(at, rest.length - 1)]?.id ?? '') : active;
  useDocuments.setState({ documents: rest, active: next });
  return documents[at];
}

function freeId(documents: readonly EditorDocument[]): string {
  const highest = documents.reduce((most, { id }) => Math.max(most, Number(id) || 0), 0);
  return String(highest + 1);
}

/** `web.yaml`, then `web-2.yaml`, … */
function freeName(name: string, documents: readonly EditorDocument[]): string {
  const taken = new Set(documents.map((document) => document.name));
  const [, stem = name, ending = ''] = /^(.*?)(\.[^.]*)?$/.exec(name) ?? [];
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${stem}-${count}${ending}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function isDocument(value: unknown): value is EditorDocument {
  return isRecord(value) && typeof value.id === 'string' && typeof value.name === 'string' && typeof value.text === 'string';
}

/** The newest documents that fit; a text that is too big lives only as long as the page. */
function fitting(documents: readonly EditorDocument[]): readonly EditorDocument[] {
  let room = MOST_KEPT;
  return documents
    .toReversed()
    .filter(({ text }) => (room -= text.length) >= 0)
    .toReversed();
}

/** What the last Apply said, for the document it was about. */
interface Applied {
  readonly document: string;
  readonly busy: boolean;
  readonly results: readonly DocumentResult[];
  /** The text that was applied: lines of results are lines of it. */
  readonly text: string;
}

export const useApplied = create<Applied>(() => ({ document: '', busy: false, results: [], text: '' }));
