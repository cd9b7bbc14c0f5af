/** CEL's types, and unification as cel-go's checker does it (checker/types.go). */
export type TypeKind =
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'null'
  | 'dyn'
  | 'error'
  | 'duration'
  | 'timestamp'
  | 'type'
  | 'list'
  | 'map'
  | 'object'
  | 'opaque'
  | 'param';

export interface CelType {
  readonly kind: TypeKind;
  readonly name: string;
  readonly params: readonly CelType[];
  /** Objects: the type of a field by its escaped name. */
  field?(name: string): CelType | undefined;
}

const simple = (kind: TypeKind, name: string = kind): CelType => ({ kind, name, params: [] });

export const BOOL = simple('bool');
export const INT = simple('int');
export const UINT = simple('uint');
export const DOUBLE = simple('double');
export const STRING = simple('string');
export const BYTES = simple('bytes');
export const NULL = simple('null');
export const DYN = simple('dyn');
export const ERROR = simple('error', '!error!');
export const DURATION = simple('duration');
export const TIMESTAMP = simple('timestamp');
export const TYPE = simple('type');

export const listType = (of: CelType): CelType => ({ kind: 'list', name: 'list', params: [of] });
export const mapType = (key: CelType, value: CelType): CelType => ({ kind: 'map', name: 'map', params: [key, value] });
export const typeType = (of: CelType): CelType => ({ kind: 'type', name: 'type', params: [of] });
export const optionalType = (of: CelType): CelType => ({ kind: 'opaque', name: 'optional_type', params: [of] });
export const paramType = (name: string): CelType => simple('param', name);

/** An object with fields; without `field`, one that only functions know. */
export function objectType(name: string, field: (name: string) => CelType | undefined = () => undefined): CelType {
  return { kind: 'object', name, params: [], field };
}

/** `list(map(string, int))`; the name alone without parameters. */
export function typeText(type: CelType): string {
  return type.params.length === 0 ? type.name : `${type.name}(${type.params.map(typeText).join(', ')})`;
}

export function isOptionalType(type: CelType): boolean {
  return type.kind === 'opaque' && type.name === 'optional_type';
}

/** What an optional holds; any other type is itself. */
export function unwrapped(type: CelType): CelType {
  return isOptionalType(type) ? (type.params[0] ?? DYN) : type;
}

export function isSameType(a: CelType, b: CelType): boolean {
  if (a === b) return true;
  return a.kind === b.kind && a.name === b.name && a.params.length === b.params.length && a.params.every((p, i) => isSameType(p, at(b, i)));
}

/** What type variables stand for, by their names. */
export type Substitution = Map<string, CelType>;

/** Replaces bound variables; unbound ones become dyn when `toDyn`. */
export function substitute(substitution: Substitution, type: CelType, toDyn: boolean): CelType {
  if (type.kind === 'param') {
    const bound = substitution.get(type.name);
    if (bound !== undefined) return substitute(substitution, bound, toDyn);
    return toDyn ? DYN : type;
  }
  if (type.params.length === 0) return type;
  return { ...type, params: type.params.map((param) => substitute(substitution, param, toDyn)) };
}

/** Whether values of `from` may stand where `to` is asked for. Binds variables in `substitution`, also when it fails. */
export function isAssignable(substitution: Substitution, from: CelType, to: CelType): boolean {
  if (to.kind === 'param') {
    const verdict = bind(substitution, from, to);
    if (verdict !== 'no') return verdict === 'yes';
  }
  if (from.kind === 'param') return bind(substitution, to, from) === 'yes';
  if (isDynOrError(from) || isDynOrError(to)) return true;
  if (from.kind === 'null') return isNullable(to);
  if (to.kind === 'null') return isNullable(from);
  if (from.kind !== to.kind) return false;
  if (from.kind === 'type') return true;
  return from.name === to.name && areAssignable(substitution, from.params, to.params);
}

export function areAssignable(substitution: Substitution, from: readonly CelType[], to: readonly CelType[]): boolean {
  return from.length === to.length && from.every((type, index) => isAssignable(substitution, type, to[index] ?? DYN));
}

/** `no`: not this way round, `never`: the variable is already something else. */
function bind(substitution: Substitution, type: CelType, variable: CelType): 'yes' | 'no' | 'never' {
  if (isSameType(type, variable)) return 'yes';
  const bound = substitution.get(variable.name);
  if (bound === undefined) {
    if (!isFreeOf(substitution, variable, type)) return 'no';
    substitution.set(variable.name, type);
    return 'yes';
  }
  if (isSameType(type, bound)) return 'yes';
  if (!isAssignable(substitution, type, bound)) return 'never';
  const general = mostGeneral(type, bound);
  if (isFreeOf(substitution, variable, general)) substitution.set(variable.name, general);
  return 'yes';
}

/** Whether the variable does not occur in the type. */
function isFreeOf(substitution: Substitution, variable: CelType, type: CelType): boolean {
  if (isSameType(variable, type)) return false;
  if (type.kind !== 'param') return type.params.every((param) => isFreeOf(substitution, variable, param));
  const bound = substitution.get(type.name);
  return bound === undefined || isFreeOf(substitution, variable, bound);
}

export function mostGeneral(a: CelType, b: CelType): CelType {
  return isEqualOrLessSpecific(a, b) ? a : b;
}

function isEqualOrLessSpecific(a: CelType, b: CelType): boolean {
  if (a.kind === 'dyn' || a.kind === 'param') return true;
  if (b.kind === 'dyn' || b.kind === 'param' || a.kind !== b.kind) return false;
  if (a.kind === 'type') return true;
  return a.name === b.name && a.params.length === b.params.length && a.params.every((param, i) => isEqualOrLessSpecific(param, at(b, i)));
}

export function isDynOrError(type: CelType): boolean {
  return type.kind === 'dyn' || type.kind === 'error';
}

function isNullable(type: CelType): boolean {
  return ['null', 'opaque', 'object', 'duration', 'timestamp'].includes(type.kind);
}

function at(type: CelType, index: number): CelType {
  return type.params[index] ?? DYN;
}
