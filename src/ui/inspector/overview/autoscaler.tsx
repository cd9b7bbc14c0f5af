import type { ReactElement } from 'react';
import type { KubeObject } from '../../../api/object.ts';
import type { HorizontalPodAutoscaler } from '../../../api/types.gen.ts';
import { useT } from '../../messages/language.ts';
import { select } from '../../state/selection.ts';
import css from '../inspector.module.css';
import { Age } from './age.tsx';
import { type Meter, type Side, cellsOf, metersOf, sentenceOf, sideOf, toleranceOf } from './autoscaler-facts.ts';
import own from './autoscaler.module.css';
import { Conditions, conditionsOf } from './conditions.tsx';
import { Fact, Facts, Section } from './facts.tsx';
import { OwnedPods } from './owned-pods.tsx';

/** Of a HorizontalPodAutoscaler: how many replicas between its bounds, what its metrics say, and what held it back. */
export function AutoscalerOverview({ object }: { readonly object: KubeObject }): ReactElement {
  const t = useT();
  const autoscaler = object as HorizontalPodAutoscaler;
  const { metadata, spec, status } = autoscaler;
  const { kind, name } = spec.scaleTargetRef;
  const target = { kind, namespace: metadata.namespace ?? '', name };
  return (
    <div data-testid="autoscaler">
      <Section title={t('autoscaler.replicas')}>
        <Replicas autoscaler={autoscaler} />
        <p className={own.sentence} data-testid="autoscaler-sentence">
          {sentenceOf(autoscaler, t)}
        </p>
        <Facts>
          <Fact name={t('autoscaler.scales')}>
            <button type="button" className={css.link} onClick={() => select(target)}>
              <span className={css.ownerKind}>{kind}</span> {name}
            </button>
          </Fact>
          <Fact name={t('autoscaler.last')}>{status?.lastScaleTime === undefined ? undefined : <Ago since={status.lastScaleTime} />}</Fact>
        </Facts>
      </Section>
      <Section title={t('autoscaler.metrics')}>
        <ul className={own.meters}>
          {metersOf(autoscaler, t).map((meter, index) => (
            <MeterRow key={index} meter={meter} side={sideOf(meter, autoscaler)} tolerance={toleranceOf(autoscaler)} />
          ))}
        </ul>
      </Section>
      <OwnedPods target={target} />
      <Conditions conditions={conditionsOf(object)} />
    </div>
  );
}

function Ago({ since }: { readonly since: string }): ReactElement {
  const [before, after] = useT()('autoscaler.ago', { age: AGE_PLACE }).split(AGE_PLACE);
  return (
    <>
      {before}
      <Age since={since} />
      {after}
    </>
  );
}

const AGE_PLACE = '…';

/** How many there are, are wanted and may be, in words and in cells. */
function Replicas({ autoscaler }: { readonly autoscaler: HorizontalPodAutoscaler }): ReactElement {
  const t = useT();
  const { spec, status } = autoscaler;
  const { minReplicas = 1, maxReplicas } = spec;
  const { currentReplicas: current = 0, desiredReplicas: desired = 0 } = status ?? {};
  const cells = cellsOf(autoscaler);
  const text = current === desired ? t('autoscaler.now', { current }) : t('autoscaler.nowTo', { current, desired });
  return (
    <>
      <p className={css.row}>
        <span data-testid="autoscaler-replicas">{text}</span>
        <span className={css.note}>{t('autoscaler.bounds', { min: minReplicas, max: maxReplicas })}</span>
      </p>
      {cells.length === 0 ? null : (
        <div className={own.cells} aria-hidden>
          {cells.map((look, index) => (
            <span key={index} data-look={look} data-last-of-least={index === minReplicas - 1 && minReplicas > 1} />
          ))}
        </div>
      )}
    </>
  );
}

interface MeterProps {
  readonly meter: Meter;
  readonly side: Side;
  readonly tolerance: { readonly down: number; readonly up: number };
}

/** The target stands in the middle, with what is near enough around it; twice as much is the end. */
function MeterRow({ meter: { name, current, target, ratio }, side, tolerance: { down, up } }: MeterProps): ReactElement {
  const t = useT();
  const text = current === undefined ? t('autoscaler.unknown', { target }) : `${current} / ${target}`;
  const place = (of: number): string => `${Math.min(1, Math.max(0, of / 2)) * 100}%`;
  const band = { insetInlineStart: place(1 - down), insetInlineEnd: `calc(100% - ${place(1 + up)})` };
  return (
    <li>
      <p className={css.row}>
        <span>{name}</span>
        <span className={css.note}>{text}</span>
      </p>
      <div
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={200}
        aria-valuenow={Math.round(Math.min(2, ratio ?? 0) * 100)}
        aria-valuetext={text}
        className={own.meter}
        data-side={side}
      >
        <i className={own.band} style={band} />
        <span style={{ width: place(ratio ?? 0) }} />
        <b />
      </div>
      <p className={own.side}>{t(SIDES[side])}</p>
    </li>
  );
}

const SIDES = {
  above: 'autoscaler.above',
  below: 'autoscaler.below',
  'below a bit': 'autoscaler.belowABit',
  near: 'autoscaler.near',
  unknown: 'autoscaler.notKnown',
} as const satisfies { readonly [side in Side]: string };
