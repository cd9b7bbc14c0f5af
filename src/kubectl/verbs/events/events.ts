import { EVENT } from '../../../api/resources.ts';
import type { Event } from '../../../api/types.gen.ts';
import { interval, lastSeen } from '../../describe/events.ts';
import { CommandError } from '../../errors.ts';
import { bool, int, list, text } from '../../parse/flags.ts';
import { readArguments } from '../../parse/arguments.ts';
import { resolveType } from '../../parse/types.ts';
import { formatValue, parseOutput } from '../../printer/output.ts';
import { alignRows } from '../../printer/table.ts';
import { type Session, err, listObjects } from '../../session.ts';
import { defineVerb } from '../../verb.ts';

export const eventsVerb = defineVerb({
  name: 'events',
  summary: 'List events',
  usage: '[(-o|--output=)json|yaml|name] [--for TYPE/NAME] [--types=Normal,Warning]',
  flags: { allNamespaces: bool('A'), for: text(), types: list(), noHeaders: bool(), output: text('', 'o'), chunkSize: int(500) },
  async run(session, { flags }) {
    const resource = await resolveType(session, EVENT.resource);
    const namespace = flags.allNamespaces ? '' : session.namespace;
    const options = flags.for === '' ? {} : { fieldSelector: await selectorFor(session, flags.for) };
    const { items } = await listObjects(session, { resource, namespace }, options);
    const wanted = (items as readonly Event[]).filter(
      ({ type = '' }) => flags.types.length === 0 || flags.types.some((one) => one.toLowerCase() === type.toLowerCase()),
    );
    const events = wanted.toSorted((a, b) => lastSeen(a) - lastSeen(b));
    const format = parseOutput(session, flags.output);
    if (format.type !== 'human')
      session.stdout.push(
        formatValue(format, { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: events as never }),
      );
    else if (events.length === 0) err(session, flags.allNamespaces ? 'No events found.' : `No events found in ${namespace} namespace.`);
    else session.stdout.push(table(events, session.port.now(), flags));
  },
});

async function selectorFor(session: Session, wanted: string): Promise<string> {
  const [mention] = await readArguments(session, [wanted]);
  if (mention?.name === undefined) throw new CommandError('--for must be in resource/name form');
  return `involvedObject.kind=${mention.resource.kind},involvedObject.name=${mention.name}`;
}

function table(
  events: readonly Event[],
  now: number,
  { allNamespaces, noHeaders }: { readonly allNamespaces: boolean; readonly noHeaders: boolean },
): string {
  const prefix = (value: string) => (allNamespaces ? [value] : []);
  const rows = events.map((event) => {
    const { type = '', reason = '', involvedObject, message = '', metadata } = event;
    const object = `${involvedObject.kind ?? ''}/${involvedObject.name ?? ''}`;
    return [...prefix(metadata.namespace ?? ''), interval(event, now), type, reason, object, message.trim()];
  });
  const headers = [...prefix('NAMESPACE'), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'];
  return alignRows(noHeaders ? rows : [headers, ...rows]);
}
