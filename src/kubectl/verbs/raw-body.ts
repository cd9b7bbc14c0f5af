import { CommandError } from '../errors.ts';
import type { Session } from '../session.ts';

/** `--raw`: the one file, sent as it is to a path of the server. */
export async function sendRawFile(
  session: Session,
  method: 'POST' | 'PUT' | 'DELETE',
  uri: string,
  { filename = [] }: { readonly filename?: readonly string[] },
): Promise<void> {
  if (filename.length > 1) throw new CommandError('--raw can only use a single local file or stdin');
  const [name] = filename;
  const body = name === undefined ? '' : name === '-' ? session.io.stdin : session.io.readFile(name);
  if (body === undefined) throw new CommandError(`open ${name ?? ''}: no such file or directory`);
  const { sendRaw } = await import('./get/raw.ts');
  await sendRaw(session, method, uri, body);
}
