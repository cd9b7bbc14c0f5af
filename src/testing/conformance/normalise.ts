import { type Names, replaceNames } from './names.ts';

/**
 * Brings our text to the form of the recordings (conformance/README.md). Nothing here forgives a difference: it replaces what
 * is random, allocated or a time, squeezes blanks, and puts rows whose order hangs on random names into a fixed order.
 */
export function normaliseText(names: Names, text: string): string {
  const aged = replaceAges(text);
  const named = aged.split('\n').map((line) => replaceNames(names, replaceTimes(line)));
  return squeeze(named.join('\n'));
}

/** Runs of blanks become three, those at the end of a line vanish. */
export function squeeze(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const indent = /^ */.exec(line)?.[0] ?? '';
      return indent + line.slice(indent.length).replaceAll(/ {2,}/g, '   ').replace(/ +$/, '');
    })
    .join('\n')
    .replaceAll(/^ +$/gm, '');
}

/**
 * The form in which what a command prints may be compared, beyond what holds for all of them: ages in a table that has no header by
 * which the recorder could have known them, and columns without the random names by which their rows are ordered.
 */
export function formOf(command: string): (text: string) => string {
  if (command.includes('--no-headers')) return (text) => text.replaceAll(DURATION, '<age>');
  if (/custom-columns=/.test(command) && !/metadata\.name\b|--sort-by/.test(command))
    return (text) => [text.split('\n')[0] ?? '', ...text.split('\n').slice(1).toSorted()].join('\n');
  return (text) => text;
}

function replaceTimes(line: string): string {
  return line
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
    .replaceAll(/(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000/g, '<time>')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{9} \+0000/g, '<time>')
    .replaceAll(/\/tmp\/(LIVE|MERGED)-\d+/g, '<tmp>/$1')
    .replace(/^([ +-]\s*resourceVersion: |\s*resourceVersion: )"\d+"$/, '$1<rv>');
}

/** Not part of a name: a UUID may hold what looks like one. */
const DURATION = /(?<![\w-])(?:\d+[ydhms])+(?![\w-])|<invalid>|<unknown>/g;
const HEADER = /(?:^|\s{2,})(AGE|LAST SEEN|FIRST SEEN|DURATION|LAST SCHEDULE|Age)(?:\s{2,}|\s*$)/;
const AGE_COLUMN = /(?:AGE|LAST SEEN|FIRST SEEN|DURATION|LAST SCHEDULE|Age)$/;

/** Ages in columns that say so, in `(5s ago)`, `(lasts 5s)` and in `over 5s`. */
function replaceAges(text: string): string {
  let columns: readonly (readonly [number, number])[] = [];
  const lines = text.split('\n').map((line) => {
    if (HEADER.test(line)) columns = ageColumns(line);
    else if (line.trim() === '') columns = [];
    else return replaceInLine(line, columns);
    return line;
  });
  return lines.join('\n');
}

function replaceInLine(line: string, columns: readonly (readonly [number, number])[]): string {
  let result = line;
  for (const [start, end] of columns.toReversed()) {
    const cell = line.slice(start, end);
    if (!cell.includes('---')) result = result.slice(0, start) + cell.replaceAll(DURATION, '<age>') + result.slice(end);
  }
  return result
    .replace(/^(Duration: +)\S+$/, '$1<age>')
    .replaceAll(/\(lasts \S+\)/g, '(lasts <age>)')
    .replaceAll(/\((\S+) ago\)/g, '(<age> ago)');
}

/** Where the cells of age columns stand, from the header: each reaches to the next header. */
function ageColumns(header: string): readonly (readonly [number, number])[] {
  const starts = [...header.matchAll(/\S+(?: \S+)*/g)].map(({ index, 0: title }) => ({ index, title }));
  return starts.flatMap(({ index, title }, i) =>
    AGE_COLUMN.test(title) ? [[index, starts[i + 1]?.index ?? Number.POSITIVE_INFINITY] as const] : [],
  );
}

/**
 * A form in which texts may be compared: neighbouring lines that name something random are sorted, since their order is that of the
 * random names; so are the objects of a `describe` of several. `timed` hashes are as good as random.
 */
export function unordered(text: string, timed: readonly string[]): string {
  const blocks = text.split(/\n\n\n(?=Name: )/);
  const hashes = timed.some((hash) => text.includes(hash));
  // What a controller does to many objects it does side by side, so the rows of its Events have no order either.
  const isRow = (line: string) => !line.startsWith(' ') || /^ {2}(?:Normal|Warning) /.test(line);
  const isRandom = (line: string) => isRow(line) && (line.includes('<rand>') || (hashes && line.includes('<hash')));
  return (blocks.length > 1 ? blocks.map((block) => block.replace(/\n+$/, '')).toSorted() : [text])
    .map((block) => sortRuns(block, isRandom))
    .join('\n\n\n');
}

/** The parts of one warning come out of a Go map (drain's PodDeleteList). */
function sortParts(line: string): string {
  return line.startsWith('Warning: ') ? `Warning: ${line.slice(9).split('; ').toSorted().join('; ')}` : line;
}

function sortRuns(text: string, isRandom: (line: string) => boolean): string {
  const result: string[] = [];
  let run: string[] = [];
  const flush = (): void => {
    result.push(...run.toSorted());
    run = [];
  };
  for (const line of text.split('\n').map(sortParts)) {
    if (isRandom(line)) run.push(line);
    else {
      flush();
      result.push(line);
    }
  }
  flush();
  return result.join('\n');
}

const REGISTRATION =
  /^ +Normal +(?:Starting|NodeHasSufficientMemory|NodeHasNoDiskPressure|NodeHasSufficientPID|NodeAllocatableEnforced|NodeReady|RegisteredNode) +/;

/** Without the Events that a `describe` shows of a machine that registered. */
export function withoutRegistration(text: string): string {
  const lines = text.split('\n').filter((line) => !REGISTRATION.test(line));
  return lines.join('\n').replaceAll(/^Events:\n +Type .*\n +---- .*$(?!\n {2}\S)/gm, 'Events:   <none>');
}
