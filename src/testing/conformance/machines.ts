import { canonical } from './leeway.ts';
import type { Names } from './names.ts';
import type { ExpectedStep, RecordedNode, Scenario } from './scenario.ts';

/** Machines that are equal in all but their names and the names of their zones, swapped. */
export interface Renaming {
  /** Names and addresses of machines. */
  readonly words: ReadonlyMap<string, string>;
  readonly zones: ReadonlyMap<string, string>;
}

const MOST_ALIKE = 4;
const AS_THEY_ARE: Renaming = { words: new Map(), zones: new Map() };

interface Machine {
  readonly name: string;
  readonly ip: string;
  readonly zone: string;
  /** All but the names. */
  readonly build: string;
}

/** Every way to swap equal machines within their zones, and equal zones with all their machines unless somebody asked for a zone. */
export function renamings({ machines, steps }: Scenario, { asked }: Names): readonly Renaming[] {
  const added = steps.flatMap(({ fault }) => (fault?.['node-add'] === undefined ? [] : [fault['node-add']]));
  const all = [...machines, ...added].map(machineOf);
  const zones = [...new Set(all.map(({ zone }) => zone))];
  const areNamed = zones.some((zone) => zone !== '' && new RegExp(`[ "]${zone}\\b`).test(asked));
  let found: readonly Renaming[] = [AS_THEY_ARE];
  for (const likes of areNamed ? zones.map((zone) => [zone]) : groupsBy(zones, (zone) => buildOfZone(all, zone)))
    found = product(
      found,
      swaps(likes).flatMap((order) => zoneRenamings(all, likes, order)),
    );
  return found;
}

function machineOf(machine: RecordedNode | Scenario['machines'][number], index: number): Machine {
  const { zone = '' } = machine;
  return { name: machine.name, ip: `172.18.0.${index + 3}`, zone, build: canonical({ ...machine, name: '', zone: '' }) };
}

function machinesIn(all: readonly Machine[], zone: string): readonly Machine[] {
  return all.filter((machine) => machine.zone === zone).toSorted((a, b) => (a.build < b.build ? -1 : a.build > b.build ? 1 : 0));
}

function buildOfZone(all: readonly Machine[], zone: string): string {
  return zone === ''
    ? ''
    : machinesIn(all, zone)
        .map(({ build }) => build)
        .join('\n');
}

/** Each zone of `from` becomes its counterpart in `to`; its machines become those of that one, in every order that fits. */
function zoneRenamings(all: readonly Machine[], from: readonly string[], to: readonly string[]): readonly Renaming[] {
  let found: readonly Renaming[] = [AS_THEY_ARE];
  for (const [index, zone] of from.entries()) {
    const target = to[index] ?? zone;
    const own = groupsBy(machinesIn(all, zone), ({ build }) => build);
    const theirs = groupsBy(machinesIn(all, target), ({ build }) => build);
    for (const [at, group] of own.entries()) {
      const ways = swaps(theirs[at] ?? group).map((order): Renaming => ({
        words: wordsOf(group, order),
        zones: new Map([[zone, target]]),
      }));
      found = product(found, ways);
    }
  }
  return found;
}

function wordsOf(from: readonly Machine[], to: readonly Machine[]): ReadonlyMap<string, string> {
  return new Map(
    from.flatMap((machine, index) => {
      const target = to[index] ?? machine;
      return [[machine.name, target.name] as const, [machine.ip, target.ip] as const];
    }),
  );
}

function product(left: readonly Renaming[], right: readonly Renaming[]): readonly Renaming[] {
  return left.flatMap((one) =>
    right.map((other) => ({ words: new Map([...one.words, ...other.words]), zones: new Map([...one.zones, ...other.zones]) })),
  );
}

function groupsBy<T>(list: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  return [...new Set(list.map(keyOf))].map((key) => list.filter((item) => keyOf(item) === key));
}

/** Every order; of too many only the one they have. */
function swaps<T>(list: readonly T[]): readonly (readonly T[])[] {
  return list.length > MOST_ALIKE ? [list] : permutations(list);
}

function permutations<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length < 2) return [list];
  return list.flatMap((item, index) => permutations(list.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

const WORD = /[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*/g;
/** As a label in an object, and in a line of text. */
const ZONE = /(topology\.kubernetes\.io\/zone(?:\\*": ?\\*"|=|: ))([\w-]+)/g;

export function renamed(expected: ExpectedStep, { words, zones }: Renaming): ExpectedStep {
  if ([...words, ...zones].every(([from, to]) => from === to)) return expected;
  const text = JSON.stringify(expected)
    .replaceAll(WORD, (word) => words.get(word) ?? word)
    .replaceAll(ZONE, (whole, label: string, zone: string) => (zones.has(zone) ? `${label}${zones.get(zone) ?? ''}` : whole));
  return JSON.parse(text) as ExpectedStep;
}
