import type { ReactElement } from 'react';
import { useT } from '../../messages/language.ts';
import { Button } from '../../parts/button.tsx';
import { openDocument } from '../../state/documents.ts';
import { openDock } from '../../state/layout.ts';
import { toast } from '../../state/notices.ts';
import type { Target } from '../../state/selection.ts';
import css from '../inspector.module.css';

/** The live object as YAML. */
export function Yaml({ target, yaml }: { readonly target: Target; readonly yaml: string }): ReactElement {
  const t = useT();
  const edit = (): void => {
    openDocument(`${target.name}.yaml`, yaml);
    openDock('left', 'editor');
  };
  const copy = (): void => {
    navigator.clipboard.writeText(yaml).then(
      () => toast('ok', t('copied')),
      () => toast('bad', t('notCopied')),
    );
  };
  return (
    <>
      <div className={css.textHead}>
        <Button data-testid="yaml-edit" onClick={edit}>
          {t('yaml.edit')}
        </Button>
        <Button onClick={copy}>{t('copy')}</Button>
      </div>
      <pre className={css.text} tabIndex={0} data-testid="yaml">
        {yaml}
      </pre>
    </>
  );
}
