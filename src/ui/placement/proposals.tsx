import { Fragment, type ReactElement, useState } from 'react';
import type { Proposal } from '../../api/scheduling.ts';
import type { Engine } from '../engine/engine.ts';
import { runKubectl } from '../actions/perform.ts';
import { useEngine } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import { Button } from '../parts/button.tsx';
import { toast } from '../state/notices.ts';
import css from './placement.module.css';
import { changeText } from './words.ts';

interface Props {
  readonly proposals: readonly Proposal[];
  /** Opens the pod's manifest with this spec; undefined where it is not the pod's own. */
  readonly onEdit?: ((proposal: Proposal) => void) | undefined;
  /** Nothing of it exists yet, so that nothing of it can be changed with kubectl. */
  readonly hypothetical?: boolean;
}

const SHOWN = 4;

/** What would let the pod run, the smallest change first; each was tried out. */
export function Proposals({ proposals, onEdit, hypothetical = false }: Props): ReactElement {
  const t = useT();
  const [all, setAll] = useState(false);
  const shown = all ? proposals : proposals.slice(0, SHOWN);
  return (
    <section className={css.section} data-testid="proposals">
      <h3>{t('closest.title')}</h3>
      {proposals.length === 0 ? <p className={css.quiet}>{t('closest.none')}</p> : null}
      <ol className={css.proposals}>
        {shown.map((proposal) => (
          <OneProposal key={JSON.stringify(proposal.changes)} proposal={proposal} onEdit={onEdit} hypothetical={hypothetical} />
        ))}
      </ol>
      {shown.length < proposals.length ? (
        <Button look="quiet" onClick={() => setAll(true)}>
          {t('list.more', { count: proposals.length - shown.length })}
        </Button>
      ) : null}
    </section>
  );
}

interface OneProps extends Pick<Props, 'onEdit'> {
  readonly proposal: Proposal;
  readonly hypothetical: boolean;
}

function OneProposal({ proposal, onEdit, hypothetical }: OneProps): ReactElement {
  const t = useT();
  return (
    <li className={css.proposal} data-testid="proposal">
      {proposal.changes.map((change) => (
        <ChangeRow key={JSON.stringify(change)} change={change} proposal={proposal} onEdit={onEdit} hypothetical={hypothetical} />
      ))}
      <p className={css.quiet}>{t('closest.goes', { node: proposal.node })}</p>
    </li>
  );
}

/** What kubectl or a machine can do has a button; what the manifest has to say is named by its field. */
function ChangeRow({ change, proposal, onEdit, hypothetical }: OneProps & { readonly change: OneChange }): ReactElement {
  const t = useT();
  const engine = useEngine();
  const ofManifest = change.field !== '' && (change.line === '' || hypothetical);
  const where = ofManifest && !hypothetical && onEdit === undefined ? ` · ${t('closest.template')}` : '';
  return (
    <div className={css.change}>
      <p>
        {changeText(t, change)}
        {ofManifest ? (
          <code className={css.field}>
            <Path of={change.field} />
            {where}
          </code>
        ) : null}
      </p>
      {!ofManifest && isPossible(change) ? (
        <Button title={change.line} onClick={() => void carryOut(engine, change)}>
          {t('closest.do')}
        </Button>
      ) : null}
      {ofManifest && onEdit !== undefined ? (
        <Button title={t('closest.edit')} onClick={() => onEdit(proposal)}>
          {t('closest.change')}
        </Button>
      ) : null}
    </div>
  );
}

/** It may break at its dots. */
function Path({ of }: { readonly of: string }): ReactElement {
  const parts = of.split(/(?<=\.)/);
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={parts.slice(0, index + 1).join('')}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </>
  );
}

type OneChange = Proposal['changes'][number];

function isPossible({ kind, line }: OneChange): boolean {
  return line !== '' || kind === 'start-node' || kind === 'add-node';
}

async function carryOut(engine: Engine, { kind, line, object: { name }, what, to }: OneChange): Promise<void> {
  if (line !== '') {
    await runKubectl(engine, line);
    return;
  }
  const [cpu = '', memory = ''] = to.split(' CPU, ');
  const fault =
    kind === 'start-node' ? ({ type: 'node-start', node: name } as const) : ({ type: 'node-add', name, cpu, memory, zone: what } as const);
  const { error } = await engine.request({ type: 'fault', fault });
  if (error !== '') toast('bad', error);
}
