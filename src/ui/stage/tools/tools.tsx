import type { ReactNode } from 'react';
import type { Theatre } from '../theatre.ts';
import { Search } from './search.tsx';

export type Tool = 'search' | 'layers' | 'export';

/** The tool that is open. */
export default function Tools({
  tool,
  theatre,
  close,
}: {
  readonly tool: Tool;
  readonly theatre: Theatre;
  readonly close: () => void;
}): ReactNode {
  switch (tool) {
    case 'search':
      return <Search theatre={theatre} close={close} />;
    default:
      return null;
  }
}
