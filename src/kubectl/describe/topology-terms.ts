import { field } from './text.ts';

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** `Term 0:` and the requirements of it, one each line. */
export function termLines(indent: string, index: number, requirements: readonly Requirement[]): string {
  const title = `${indent}Term ${index}`;
  if (requirements.length === 0) return field(title, '<none>');
  const lines = requirements.map(
    ({ key, operator, values = [] }) => `${key} ${operator.toLowerCase()}${values.length === 0 ? '' : ` [${values.join(', ')}]`}`,
  );
  return `${title}:\t${lines.join(`\n${indent}\t`)}\n`;
}
