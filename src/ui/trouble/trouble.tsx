import { type ReactElement, useEffect, useRef } from 'react';
import { useEngine, useEngineState } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import { Button } from '../parts/button.tsx';
import { toast } from '../state/notices.ts';
import css from './trouble.module.css';

/** Says that the simulation died or was brought back, and what can be done. */
export default function Trouble(): ReactElement | null {
  const t = useT();
  const engine = useEngine();
  const phase = useEngineState((state) => state.phase);
  const crash = useEngineState((state) => state.crash);
  const server = useEngineState((state) => state.server);
  useRecoveryToast();
  useServerToast(server);
  if (phase === 'recovering')
    return (
      <p className={css.line} role="status">
        {server === '' ? t('trouble.recovering') : t('server.calling', { address: server })}
      </p>
    );
  if (phase !== 'crashed' || !crash) return null;
  const again = (): void => {
    engine.recover().catch((error: unknown) => toast('bad', String(error)));
  };
  return (
    <section className={css.box} role="alert" data-testid="crashed">
      <h2>{t('trouble.crashed')}</h2>
      <p>{t('trouble.crashedHelp')}</p>
      <pre className={css.message}>{crash.message}</pre>
      <div className={css.buttons}>
        <Button look="primary" data-testid="recover" onClick={again}>
          {t('trouble.recover')}
        </Button>
        {crash.report === '' ? null : (
          <Button onClick={() => void navigator.clipboard.writeText(crash.report)}>{t('trouble.copyReport')}</Button>
        )}
      </div>
    </section>
  );
}

function useRecoveryToast(): void {
  const t = useT();
  const recoveries = useEngineState((state) => state.recoveries);
  // This may have come after the worker had died and was replaced: that too is told.
  const told = useRef(0);
  useEffect(() => {
    if (recoveries > told.current) toast('plain', t('trouble.recovered'));
    told.current = recoveries;
  }, [recoveries, t]);
}

function useServerToast(server: string): void {
  const t = useT();
  const told = useRef('');
  useEffect(() => {
    if (server === told.current) return;
    toast('plain', server === '' ? t('server.gone') : t('server.attached', { address: server }));
    told.current = server;
  }, [server, t]);
}
