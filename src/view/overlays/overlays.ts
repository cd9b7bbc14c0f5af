/** What is laid over the picture. Layers can be combined; a tile has only one colour, so colouring is one choice. */
export interface Overlays {
  readonly colour: ColourBy;
  /** Services, and lines from each to its endpoints; packets while requests flow. */
  readonly services: boolean;
  /** A thread through all pods of one owner while one of them is pointed at or selected. */
  readonly owners: boolean;
}

export type ColourBy =
  | { readonly by: 'state' }
  | { readonly by: 'owner' }
  | { readonly by: 'namespace' }
  | { readonly by: 'label'; readonly key: string };
