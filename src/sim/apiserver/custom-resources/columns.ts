import type { Column } from '../../../api/kind.ts';
import { age } from '../../../api/kinds/columns.ts';
import { parsePath } from '../../../api/jsonpath/path.ts';
import { valueText, valuesAt } from '../../../api/jsonpath/jsonpath.ts';
import { nameOf } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { CustomResourceColumnDefinition } from '../../../api/types.gen.ts';

/** Printed columns of custom resources (apiextensions-apiserver/pkg/registry/customresource/tableconvertor). */
export const nameColumn: Column = { name: 'Name', type: 'string', format: 'name', cell: nameOf };

/** The column of definitions without columns of their own; it is described as every kind's age is. */
export const ageColumn: Column = {
  name: 'Age',
  type: 'date',
  cell: ({ metadata }, now) => (metadata.creationTimestamp === undefined ? null : age(metadata.creationTimestamp, now)),
};

/** Undefined where the path can't be read. */
export function columnOf(definition: CustomResourceColumnDefinition): Column | undefined {
  const { name, type, format, priority = 0, jsonPath, description } = definition;
  const path = pathOf(jsonPath);
  if (path === undefined) return undefined;
  return {
    name,
    type: type as Column['type'],
    ...(format === undefined ? {} : { format }),
    description: description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
    ...(priority > 0 ? { wide: true as const, priority } : {}),
    cell: (object, now) => {
      const value = firstOf(() => valuesAt(path, object as unknown as JsonValue));
      return value === undefined ? null : cellOf(type, value, now);
    },
  };
}

function pathOf(text: string): ReturnType<typeof parsePath> | undefined {
  try {
    return parsePath(text);
  } catch {
    return undefined;
  }
}

/** A path that the object does not have shows nothing, whatever is wrong with it. */
function firstOf(read: () => readonly JsonValue[]): JsonValue | undefined {
  try {
    return read()[0];
  } catch {
    return undefined;
  }
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

function cellOf(type: string, value: JsonValue, now: number): string | number | boolean | null {
  switch (type) {
    case 'string':
      return value === null ? '<no value>' : valueText(value);
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      if (typeof value !== 'string') return null;
      if (value === '' || value === 'null') return '<unknown>';
      return DATE.test(value) ? age(value, now) : '<invalid>';
    default:
      return null;
  }
}
