import { writeFileSync } from 'node:fs';
import { type Mark, fieldsWith } from '../api/fidelity.ts';
import { LEDGERS } from '../api/kinds/fidelity.ts';
import { REQUEST_TYPES } from '../api/kinds/request-fidelity.ts';
import { KINDS } from '../api/kinds/registry.ts';
import { apiVersionOf } from '../api/object.ts';
import { type FieldType, fieldsOf } from '../api/schema.ts';

/** Every type that an object of a served kind can hold. */
export function reachableTypes(): readonly string[] {
  const found = new Set<string>();
  for (const { schema, subresources } of KINDS) {
    visit(schema, found);
    for (const subresource of subresources) visit(REQUEST_TYPES[subresource] ?? '', found);
  }
  return [...found].toSorted();
}

function visit(type: string, found: Set<string>): void {
  if (found.has(type) || type === '') return;
  found.add(type);
  for (const field of fieldsOf(type).values()) visit(typeWithin(field.type), found);
}

function typeWithin(type: FieldType): string {
  if (type.form === 'object') return type.schema;
  if (type.form === 'list') return typeWithin(type.items);
  return type.form === 'map' ? typeWithin(type.values) : '';
}

const MARKS: readonly Mark[] = ['simulated', 'kept', 'refused'];

const HEAD = `# What each field does here

Every field of every kind that is served has one mark:

- **simulated**: it has its effect, as in a real cluster;
- **kept**: it is validated, stored and shown, and has no effect here; the editor puts quiet dots under it;
- **refused**: it is not accepted.

This file is made from the marks that stand beside the definitions of the kinds (\`npm run fidelity\`); a test fails for a field
without one.
`;

/** The text of docs/fidelity.md. */
export function fidelityText(): string {
  const marks = new Map(LEDGERS.flatMap((ledger) => Object.entries(ledger)));
  const kinds = KINDS.map(({ type, schema }) => `| ${type.kind} | ${apiVersionOf(type)} | ${countsOf(schema, marks).join(' | ')} |`);
  const types = [...marks.keys()]
    .toSorted()
    .map((type) => `### ${type}\n\n${MARKS.flatMap((mark) => lineOf(mark, marks.get(type) ?? {})).join('\n')}\n`);
  const table = ['| kind | version | simulated | kept | refused |', '|---|---|---|---|---|', ...kinds.toSorted()];
  return `${HEAD}\n## Kinds\n\nFields of a kind and of all types that it is made of.\n\n${table.join('\n')}\n\n## Types\n\n${types.join('\n')}`;
}

type Ledger = (typeof LEDGERS)[number][string];

function countsOf(schema: string, marks: ReadonlyMap<string, Ledger>): readonly number[] {
  const types = new Set<string>();
  visit(schema, types);
  return MARKS.map((mark) => [...types].reduce((sum, type) => sum + fieldsWith(marks.get(type) ?? {}, mark).length, 0));
}

function lineOf(mark: Mark, marks: Ledger): readonly string[] {
  const fields = fieldsWith(marks, mark);
  return fields.length === 0 ? [] : [`- ${mark}: ${fields.map((field) => `\`${field}\``).join(', ')}`];
}

if (process.argv[2] === 'write') writeFileSync('docs/fidelity.md', fidelityText());
