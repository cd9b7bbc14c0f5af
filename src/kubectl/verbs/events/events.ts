import { ApiError } from '../../../api/errors.ts';
import { goSorted } from '../../../base/go-sort.ts';
import { apiVersionOf } from '../../../api/object.ts';
import type { ListOptions } from '../../../api/request.ts';
import { EVENT } from '../../../api/resources.ts';
import type { Event } from '../../../api/types.gen.ts';
import { interval, lastSeen } from '../../describe/events.ts';
import { CommandError } from '../../errors.ts';
import { readArguments } from '../../parse/arguments.ts';
import { type FlagSpecs, type FlagValues, bool, int, list, text, withValues } from '../../parse/flags.ts';
import { displayName, resolveType } from '../../parse/types.ts';
import { type OutputFormat, forFormat, formatValue, outputOf, PRINT_FLAGS } from '../../printer/output.ts';
import { alignRows } from '../../printer/table.ts';
import { type Place, type Session, err, listObjects, out, targetOf } from '../../session.ts';
import { defineVerb } from '../../verb.ts';

const FLAGS = {
  allNamespaces: bool('A'),
  for: text(),
  types: withValues(list(), ['Normal', 'Warning']),
  watch: bool('w'),
  noHeaders: bool(),
  ...PRINT_FLAGS,
  chunkSize: int(500),
} satisfies FlagSpecs;
type Flags = FlagValues<typeof FLAGS>;

export const eventsVerb = defineVerb({
  name: 'events',
  summary: 'List events',
  usage:
    '[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  flags: FLAGS,
  async run(session, { flags }) {
    const resource = await resolveType(session, EVENT.resource);
    const place = { resource, namespace: flags.allNamespaces ? '' : session.namespace };
    const options = flags.for === '' ? {} : { fieldSelector: await selectorFor(session, flags.for) };
    const format = outputOf(session, flags);
    if (flags.types.some((type) => !['normal', 'warning'].includes(type.toLowerCase())))
      throw new CommandError('valid --types are Normal or Warning');
    if (flags.watch) await watchEvents(session, place, options, flags, format);
    else await listEvents(session, place, options, flags, format);
  },
});

async function listEvents(session: Session, place: Place, options: ListOptions, flags: Flags, format: OutputFormat): Promise<void> {
  const { items } = await listObjects(session, place, options);
  const wanted = (items as readonly Event[]).filter((event) => isWanted(event, flags));
  const events = goSorted(wanted, (a, b) => lastSeen(a) - lastSeen(b));
  if (events.length === 0) err(session, flags.allNamespaces ? 'No events found.' : `No events found in ${session.namespace} namespace.`);
  else if (format.type === 'name') for (const event of events) out(session, displayName(place.resource, event.metadata.name ?? ''));
  else if (format.type !== 'human') {
    const shown = events.map((event) => forFormat(format, event));
    session.stdout.push(formatValue(format, { apiVersion: 'v1', kind: 'EventList', metadata: {}, items: shown as never }));
  } else session.stdout.push(alignRows(table(events, session.port.now(), flags, !flags.noHeaders)));
}

/** The events that are there, then each that comes, until the caller interrupts or the request times out. */
async function watchEvents(session: Session, place: Place, options: ListOptions, flags: Flags, format: OutputFormat): Promise<void> {
  const widths: number[] = [];
  let isFirst = true;
  const { timeoutSeconds } = session;
  const limited = timeoutSeconds > 0 ? { timeoutSeconds } : {};
  for await (const { type, object } of session.port.watch(targetOf(place), { ...options, ...limited })) {
    if (type === 'ERROR') throw new ApiError(object);
    const event = object as Event;
    if (type === 'DELETED' || type === 'BOOKMARK' || !isWanted(event, flags)) continue;
    if (format.type === 'human')
      session.stdout.push(alignRows(table([event], session.port.now(), flags, isFirst && !flags.noHeaders), undefined, widths));
    else if (format.type === 'name') out(session, displayName(place.resource, event.metadata.name ?? ''));
    else
      session.stdout.push(`${format.type === 'yaml' && !isFirst ? '---\n' : ''}${formatValue(format, forFormat(format, event) as never)}`);
    isFirst = false;
  }
}

function isWanted({ type = '' }: Event, { types }: Flags): boolean {
  return types.length === 0 || types.some((one) => one.toLowerCase() === type.toLowerCase());
}

async function selectorFor(session: Session, wanted: string): Promise<string> {
  const [mention] = wanted.includes('/') ? await readArguments(session, [wanted]) : [];
  if (mention?.name === undefined) throw new CommandError('--for must be in resource/name form');
  const { resource, name } = mention;
  return `involvedObject.kind=${resource.kind},involvedObject.apiVersion=${apiVersionOf(resource)},involvedObject.name=${name}`;
}

function table(events: readonly Event[], now: number, { allNamespaces }: Flags, headed: boolean): readonly string[][] {
  const prefix = (value: string) => (allNamespaces ? [value] : []);
  const rows = events.map((event) => {
    const { type = '', reason = '', involvedObject, message = '', metadata } = event;
    const object = `${involvedObject.kind ?? ''}/${involvedObject.name ?? ''}`;
    return [...prefix(metadata.namespace ?? ''), interval(event, now), type, reason, object, message.trim()];
  });
  const headers = [...prefix('NAMESPACE'), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'];
  return headed ? [headers, ...rows] : rows;
}
