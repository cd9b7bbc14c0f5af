import type { ReactElement } from 'react';
import { useT } from '../messages/language.ts';
import { select, type Target } from '../state/selection.ts';
import css from './inspector.module.css';
import { Status } from './status.tsx';
import type { Inspected } from './use-inspection.ts';

/** What it is, how it is, and whose it is. */
export function Header({ target, inspected }: { readonly target: Target; readonly inspected: Inspected | undefined }): ReactElement {
  const t = useT();
  const { kind, namespace, name } = target;
  return (
    <header className={css.header}>
      <p className={css.kind}>
        {kind}
        {namespace === '' ? null : <span> · {namespace}</span>}
      </p>
      <h2 className={css.name} data-testid="inspector-name">
        {name}
      </h2>
      {inspected?.gone ? (
        <p className={css.gone} role="status" data-testid="inspector-gone">
          {t('inspector.gone')}
        </p>
      ) : (
        <Status target={target} inspection={inspected?.inspection} />
      )}
      <Owners target={target} inspected={inspected} />
    </header>
  );
}

/** From the topmost owner down to this object. */
function Owners({ inspected }: { readonly target: Target; readonly inspected: Inspected | undefined }): ReactElement | null {
  const t = useT();
  const owners = inspected?.inspection?.owners.slice(1).toReversed() ?? [];
  if (owners.length === 0) return null;
  return (
    <nav className={css.owners} aria-label={t('inspector.owners')} data-testid="inspector-owners">
      {owners.map(({ kind, namespace, name, exists }) => (
        <span key={`${kind}/${name}`} className={css.owner}>
          <button
            type="button"
            className={css.link}
            disabled={!exists}
            title={`${kind} ${name}`}
            onClick={() => select({ kind, namespace, name })}
          >
            <span className={css.ownerKind}>{kind}</span> {name}
          </button>
        </span>
      ))}
    </nav>
  );
}
