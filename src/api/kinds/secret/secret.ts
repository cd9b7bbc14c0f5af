import { encodeBase64, utf8Bytes } from '../../../base/base64.ts';
import { SECRET } from '../../resources.ts';
import type { Secret } from '../../types.gen.ts';
import { AGE, NAME, column } from '../columns.ts';
import { lateRules } from '../late-rules.ts';
import { plainKind } from '../plain.ts';
import { drop, fill } from '../sharing.ts';

/** Rules stand in `rules.ts`. */
export const secretKind = plainKind<Secret>(SECRET, {
  selectableFields: ['type'],
  fieldValue: (secret) => secret.type ?? '',
  default: (secret) => encodeTexts(fill(secret, { type: 'Opaque' })),
  ...lateRules(SECRET),
  columns: [
    NAME,
    column<Secret>('Type', 'string', ({ type }) => type ?? ''),
    column<Secret>('Data', 'string', ({ data = {} }) => Object.keys(data).length),
    AGE,
  ],
});

/** `stringData` is written only: it is merged over `data`. */
function encodeTexts(secret: Secret): Secret {
  const { stringData } = secret;
  if (stringData === undefined) return secret;
  const texts = Object.entries(stringData).map(([key, text]) => [key, encodeBase64(utf8Bytes(text))]);
  return { ...drop(secret, 'stringData'), data: { ...secret.data, ...Object.fromEntries(texts) } };
}
