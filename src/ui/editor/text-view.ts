import type { EditorDocument } from '../state/documents.ts';

/** Element id of the Apply button, where the keyboard goes when it leaves the text. */
export const APPLY_ID = 'apply';

/** A place in a text; lines and columns from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly message: string;
}

/** What both editors are given: the plain one that is there at once, and Monaco that comes later. */
export interface TextViewProps {
  readonly document: EditorDocument;
  readonly problems: readonly Problem[];
  readonly onText: (text: string) => void;
  /** A text that is too long to be taken in. */
  readonly onTooLong: (characters: number) => void;
  /** Called with what the editor can be asked for while it is there. */
  readonly onHandle: (handle: TextViewHandle | null) => void;
}

export interface TextViewHandle {
  readonly goTo: (line: number, column: number) => void;
  readonly focus: () => void;
  /** Where the cursor is and whether the keyboard is here: kept when one editor takes over from the other. */
  readonly state: () => { readonly offset: number; readonly focused: boolean; readonly scrollTop: number };
}
