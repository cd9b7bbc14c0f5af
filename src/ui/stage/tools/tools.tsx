import type { KeyboardEvent, ReactNode } from 'react';
import type { StageProps } from '../props.ts';
import type { Theatre } from '../theatre.ts';
import { Layers } from './layers.tsx';
import { Save } from './save.tsx';
import { Search } from './search.tsx';

export type Tool = 'search' | 'layers' | 'export' | 'table';

interface ToolsProps {
  readonly tool: Exclude<Tool, 'table'>;
  readonly theatre: Theatre;
  readonly stage: StageProps;
  readonly close: () => void;
}

/** The tool that is open. */
export default function Tools(props: ToolsProps): ReactNode {
  const onKeyDown = ({ key, defaultPrevented }: KeyboardEvent): void => {
    if (key === 'Escape' && !defaultPrevented) props.close();
  };
  return <div onKeyDown={onKeyDown}>{toolOf(props)}</div>;
}

function toolOf({ tool, theatre, stage, close }: ToolsProps): ReactNode {
  switch (tool) {
    case 'search':
      return <Search theatre={theatre} close={close} />;
    case 'layers':
      return <Layers theatre={theatre} overlays={stage.overlays} choose={(change) => stage.onOverlays?.(change)} />;
    case 'export':
      return <Save theatre={theatre} close={close} />;
  }
}
