import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/design/base.css';
import { freshBoot } from './ui/actions/new-cluster.ts';
import { App, SkipLink } from './ui/app.tsx';
import { Engine } from './ui/engine/engine.ts';
import { openWorker, pageHost } from './ui/engine/link.ts';
import { EngineProvider } from './ui/engine/react.tsx';
import { dressPage } from './ui/state/preferences.ts';

dressPage(document.documentElement);
const place = document.getElementById('root');
if (!place) throw new Error('index.html has no #root');
const root = createRoot(place);

const engine = new Engine(openWorker, pageHost, () => freshBoot('demo'));
// A boot that fails shows itself: the engine reports a crash.
engine.boot(freshBoot('demo')).catch(() => undefined);
root.render(
  <StrictMode>
    <EngineProvider value={engine}>
      <SkipLink />
      <App />
    </EngineProvider>
  </StrictMode>,
);
