/** What is laid over the picture. Layers can be combined; a tile has only one colour, so colouring is one choice. */
export interface Overlays {
  readonly colour: ColourBy;
  /** What pods stand together by. */
  readonly arrange: ArrangeBy;
  /** Services, and lines from each to its endpoints; packets while requests flow. */
  readonly services: boolean;
  /** A thread through all pods of one owner while one of them is pointed at or selected. */
  readonly owners: boolean;
  /** Overlays that come when they are chosen, by name; names that nobody knows are left alone. */
  readonly others: readonly string[];
}

/** What pods can be coloured by without saying which: their look, or one fact about each. */
export const PLAIN_COLOURS = [
  'state',
  'phase',
  'readiness',
  'owner',
  'namespace',
  'node',
  'image',
  'qos',
  'priority',
  'age',
  'restarts',
  'cpu',
  'memory',
] as const;
export type PlainColour = (typeof PLAIN_COLOURS)[number];

export const PLAIN_ARRANGEMENTS = ['node', 'zone', 'namespace', 'owner'] as const;
export type ArrangeBy = { readonly by: (typeof PLAIN_ARRANGEMENTS)[number] } | { readonly by: 'label'; readonly key: string };

export type ColourBy = { readonly by: PlainColour } | { readonly by: 'label'; readonly key: string };
