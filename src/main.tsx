import { type ReactElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/design/base.css';
import { freshBoot } from './ui/actions/new-cluster.ts';
import { App } from './ui/app.tsx';
import { Engine } from './ui/engine/engine.ts';
import { openWorker, pageHost } from './ui/engine/link.ts';
import { EngineProvider } from './ui/engine/react.tsx';
import { dressPage } from './ui/state/preferences.ts';

dressPage(document.documentElement);
const place = document.getElementById('root');
if (!place) throw new Error('index.html has no #root');
const root = createRoot(place);
if (new URLSearchParams(location.search).has('gallery')) void showGallery();
else root.render(<StrictMode>{cluster()}</StrictMode>);

function cluster(): ReactElement {
  const engine = new Engine(openWorker, pageHost, () => freshBoot('demo'));
  // A boot that fails shows itself: the engine's state is then `crashed`.
  engine.boot(freshBoot('demo')).catch(() => undefined);
  return (
    <EngineProvider value={engine}>
      <App />
    </EngineProvider>
  );
}

/** Frozen pictures instead of a cluster. */
async function showGallery(): Promise<void> {
  const { Gallery } = await import('./ui/stage/gallery/gallery.tsx');
  root.render(<Gallery />);
}
