import texts from './column-descriptions.gen.json' with { type: 'json' };

/** What the server says about a column of a built-in kind's Table (pkg/printers/internalversion/printers.go); '' stands for all kinds. */
const TEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = texts;

export function columnDescription(kind: string, column: string): string {
  return TEXTS[kind]?.[column] ?? TEXTS['']?.[column] ?? '';
}
