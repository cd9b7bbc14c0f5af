import { type ReactElement, Suspense, lazy, useState } from 'react';
import { messageOf } from '../../../base/message-of.ts';
import type { WhatIf } from '../../../api/scheduling.ts';
import { useEngine } from '../../engine/react.tsx';
import { withWords } from '../../messages/index.ts';
import { useT } from '../../messages/language.ts';
import { Button } from '../../parts/button.tsx';
import { toast } from '../../state/notices.ts';
import type { Target } from '../../state/selection.ts';
import { Section } from './facts.tsx';

const WhatIfAnswer = lazy(async () => ({ default: (await withWords('scheduling', import('../../placement/fit.tsx'))).WhatIfAnswer }));

/** How many more pods of a workload there is room for, asked for with a button. */
export function Room({ target: { kind, namespace, name } }: { readonly target: Target }): ReactElement {
  const t = useT();
  const engine = useEngine();
  const [answer, setAnswer] = useState<WhatIf>();
  const ask = (): void => {
    engine
      .request({ type: 'what-if', pods: { from: 'object', kind, namespace, name }, fit: true })
      .then((reply) => setAnswer(reply.answer ?? undefined))
      .catch((error: unknown) => toast('bad', messageOf(error)));
  };
  return (
    <Section title={t('fit.title')}>
      <Button data-testid="ask-fit" onClick={ask}>
        {t('fit.ask')}
      </Button>
      {answer === undefined ? null : (
        <Suspense fallback={null}>
          <WhatIfAnswer answer={answer} />
        </Suspense>
      )}
    </Section>
  );
}
