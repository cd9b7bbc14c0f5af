import type { ReactElement } from 'react';
import type { KubeObject } from '../../../api/object.ts';
import type { Inspection } from '../../../protocol/messages.ts';
import { useT } from '../../messages/language.ts';
import { Conditions, conditionsOf } from './conditions.tsx';
import { Fact, Facts, Section } from './facts.tsx';

/** Ages count on by themselves below. */
const SAID_ELSEWHERE = new Set(['Age', 'Created At']);

/** Of any kind: what kubectl prints of it, in kubectl's words, and its conditions. */
export function ColumnsOverview({ inspection }: { readonly inspection: Inspection }): ReactElement {
  return (
    <>
      <Columns inspection={inspection} />
      <Conditions conditions={conditionsOf(inspection.object)} />
    </>
  );
}

export function Columns({ inspection: { object, columns } }: { readonly inspection: Inspection }): ReactElement | null {
  const t = useT();
  const told = columns.filter(({ name, value }) => value !== '' && value !== '<none>' && value !== '<unset>' && !SAID_ELSEWHERE.has(name));
  const rows = dataOf(object);
  return (
    <>
      {told.length === 0 ? null : (
        <Section title={t('columns.title')}>
          <Facts>
            {told.map(({ name, value }) => (
              <Fact key={name} name={name}>
                {value}
              </Fact>
            ))}
          </Facts>
        </Section>
      )}
      {rows.length === 0 ? null : (
        <Section title="data">
          <Facts>
            {rows.map(([key, value]) => (
              <Fact key={key} name={key}>
                {value}
              </Fact>
            ))}
          </Facts>
        </Section>
      )}
    </>
  );
}

const MOST_CHARACTERS = 200;

/** What a ConfigMap holds; of a Secret only the keys, as `kubectl describe` has it. */
function dataOf(object: KubeObject): readonly (readonly [string, string])[] {
  if (object.kind !== 'ConfigMap') return [];
  const { data = {} } = object as { readonly data?: { readonly [key: string]: string } };
  return Object.entries(data).map(([key, value]) => [key, value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}…` : value]);
}
