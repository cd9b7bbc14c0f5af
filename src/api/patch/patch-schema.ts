/** What strategic merge must know about the fields of a type. */
export interface PatchSchema {
  readonly name: string;
  /** Undefined for a field that the type does not have. */
  field(key: string): PatchField | undefined;
}

export interface PatchField {
  readonly strategy: 'merge' | 'replace' | undefined;
  /** Key of the items of a merged list of objects; '' for lists of scalars. */
  readonly mergeKey: string;
  readonly retainKeys: boolean;
  /** The type of the object, of the items of a list, or of the values of a map. */
  readonly schema: PatchSchema;
}

/** A value without a type, or of a type without strategies: objects merge, lists are replaced. */
export const UNTYPED: PatchSchema = { name: '', field: () => PLAIN };
export const PLAIN: PatchField = { strategy: undefined, mergeKey: '', retainKeys: false, schema: UNTYPED };
