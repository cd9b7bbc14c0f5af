/** The lines of a stream of bytes, wherever its chunks are cut. An unfinished last line counts. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending: string[] = [];
  for await (const chunk of chunks) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n');
    const unfinished = parts.pop() ?? '';
    for (const part of parts) {
      const line = [...pending, part].join('');
      pending = [];
      if (line !== '') yield line;
    }
    if (unfinished !== '') pending.push(unfinished);
  }
  const last = [...pending, decoder.decode()].join('');
  if (last !== '') yield last;
}

export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  for await (const chunk of chunks) parts.push(decoder.decode(chunk, { stream: true }));
  return [...parts, decoder.decode()].join('');
}
