/** The path of the texts, which are made first where that is needed. */
export function ensureProse(): string;
