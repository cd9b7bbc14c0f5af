/** Texts in lines of a width, as kubectl breaks them for its own form and for the older one. */

/** Breaks lines at blanks, which are dropped there; a word that is too long for any line has one of its own (util/term). */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrappedLine(line, width))
    .join('\n');
}

function wrappedLine(line: string, width: number): string {
  let done = '';
  let column = 0;
  for (const [, blank = '', word = ''] of line.matchAll(/(\s*)(\S*)/g)) {
    const breaks = column + blank.length + Math.min(word.length, width - 1) > width;
    done += breaks ? `${word === '' ? '' : '\n'}${word}` : blank + word;
    column = (breaks ? 0 : column + blank.length) + word.length;
  }
  return done;
}

export function indented(text: string, indent: number): string {
  const space = ' '.repeat(indent);
  return space + text.replaceAll('\n', `\n${space}`);
}

/** Lines of the older form, which runs lines together unless they look like lists or code (explain/formatter.go). */
export function refilled(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let words: string[] = [];
  const flush = () => {
    if (words.length > 0) lines.push(words.join(' '));
    words = [];
  };
  for (const line of text.split('\n')) {
    const isCode = line.startsWith(CODE);
    const isEmpty = line.trim() === '';
    const isFirst = lines.length === 0;
    if (isCode || isEmpty || BULLET.test(line.trim()) || words.at(-1)?.endsWith(':') === true) flush();
    if (isCode) lines.push(line);
    else if (isEmpty && !isFirst) lines.push('');
    else
      for (const word of line.split(/\s+/).filter((part) => part !== '')) {
        if (words.length > 0 && [...words, word].join(' ').length > width) flush();
        words.push(word);
      }
  }
  flush();
  return lines;
}

const CODE = '    ';
const BULLET = /^(\d+\.?|-|\*)\s/;
