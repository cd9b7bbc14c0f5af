import { say } from '../messages/language.ts';
import { bytes } from '../parts/names.ts';
import { MOST_CHARACTERS, openDocument } from '../state/documents.ts';
import { toast } from '../state/notices.ts';

const MOST_FILES = 10;

/** Opens dropped or chosen files, each as a document of its own. One that is too big is refused before it is read. */
export async function openFiles(files: Iterable<File>): Promise<void> {
  for (const file of [...files].slice(0, MOST_FILES)) {
    if (file.size > MOST_CHARACTERS) refuseLong(file.size);
    else openDocument(file.name, await file.text());
  }
}

export function refuseLong(size: number): void {
  toast('bad', say('editor.tooLong', { size: bytes(size), most: bytes(MOST_CHARACTERS) }));
}
