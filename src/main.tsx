import { type ReactElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/design/base.css';
import { freshBoot } from './ui/actions/new-cluster.ts';
import { App } from './ui/app.tsx';
import { Engine } from './ui/engine/engine.ts';
import { openWorker, pageHost } from './ui/engine/link.ts';
import { EngineProvider } from './ui/engine/react.tsx';
import { loadLanguage } from './ui/messages/index.ts';
import { dressPage, usePreferences } from './ui/state/preferences.ts';

dressPage(document.documentElement);
void show(new URLSearchParams(location.search).has('gallery') ? gallery() : cluster());

async function show(page: Promise<ReactElement>): Promise<void> {
  const place = document.getElementById('root');
  if (!place) throw new Error('index.html has no #root');
  createRoot(place).render(<StrictMode>{await page}</StrictMode>);
}

async function cluster(): Promise<ReactElement> {
  const engine = new Engine(openWorker, pageHost, () => freshBoot('demo'));
  const { apiserver, paused } = Object.fromEntries(new URLSearchParams(location.search));
  // A boot that fails shows itself: the engine's state is then `crashed`.
  engine.boot({ ...freshBoot('demo'), paused: paused !== undefined }).catch(() => undefined);
  if (apiserver) void import('./ui/engine/servers.ts').then(({ attachTo }) => attachTo(engine, apiserver));
  if (import.meta.hot) void import('./ui/engine/servers.ts').then(({ followServers }) => followServers(engine, import.meta.hot));
  await loadLanguage(usePreferences.getState().language);
  return (
    <EngineProvider value={engine}>
      <App />
    </EngineProvider>
  );
}

/** Frozen pictures instead of a cluster. */
async function gallery(): Promise<ReactElement> {
  if (new URLSearchParams(location.search).get('gallery') === 'measure') {
    const { default: Measure } = await import('./ui/stage/gallery/measure.tsx');
    return <Measure />;
  }
  const { Gallery } = await import('./ui/stage/gallery/gallery.tsx');
  return <Gallery />;
}
