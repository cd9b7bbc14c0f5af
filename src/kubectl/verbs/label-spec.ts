import { CommandError } from '../errors.ts';

/** Labels as `run` and `expose` take them: `a=b,c=d` (generate.ParseLabels). */
export function parseLabelSpec(spec: string): { readonly [key: string]: string } {
  return Object.fromEntries(
    spec.split(',').map((pair) => {
      const [key = '', value, ...more] = pair.split('=');
      if (value === undefined || more.length > 0) throw new CommandError(`unexpected label spec: ${pair}`);
      if (key === '') throw new CommandError('unexpected empty label key');
      return [key, value];
    }),
  );
}
