import type { PodSchedulingGroup, PodTemplateSpec, Toleration, TopologySpreadConstraint } from '../../api/types.gen.ts';
import { containerLines } from './containers.ts';
import { annotationLines, field, labelLines, labelSelectorLine, multiline, optional } from './text.ts';
import { volumeLines } from './volumes.ts';

/** The Pod Template block of a workload. */
export function podTemplateText({ metadata, spec }: PodTemplateSpec): string {
  const annotations = metadata?.annotations;
  const init = spec?.initContainers ?? [];
  return [
    'Pod Template:\n',
    labelLines('  Labels', metadata?.labels),
    annotations === undefined || Object.keys(annotations).length === 0 ? '' : annotationLines('  Annotations', annotations),
    optional('  Service Account', spec?.serviceAccountName),
    init.length === 0 ? '' : containerLines('Init Containers', init, undefined, '  '),
    containerLines('Containers', spec?.containers, undefined, '  '),
    volumeLines(spec?.volumes, '  '),
    spreadLines('  ', spec?.topologySpreadConstraints),
    optional('  Priority Class Name', spec?.priorityClassName),
    labelLines('  Node-Selectors', spec?.nodeSelector),
    tolerationLines('  Tolerations', spec?.tolerations),
    groupLines(spec?.schedulingGroup, '  '),
  ].join('');
}

export function tolerationLines(title: string, tolerations: readonly Toleration[] | undefined): string {
  return multiline(
    title,
    (tolerations ?? [])
      .toSorted((a, b) => Number((a.key ?? '') > (b.key ?? '')) - Number((a.key ?? '') < (b.key ?? '')))
      .map(tolerationText),
  );
}

function tolerationText({ key = '', value = '', effect, operator, tolerationSeconds }: Toleration): string {
  const shown = `${key}${value === '' ? '' : `=${value}`}${effect === undefined ? '' : `:${effect}`}`;
  const exists = operator === 'Exists' && value === '' ? `${shown === '' ? '' : ' '}op=Exists` : '';
  return `${shown}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
}

export function spreadLines(indent: string, constraints: readonly TopologySpreadConstraint[] | undefined): string {
  if (constraints === undefined || constraints.length === 0) return '';
  const byKey = constraints.toSorted((a, b) => Number(a.topologyKey > b.topologyKey) - Number(a.topologyKey < b.topologyKey));
  const lines = byKey.map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) => {
    const selector = labelSelector === undefined ? '' : ` for selector ${labelSelectorLine(labelSelector)}`;
    return `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`;
  });
  return multiline(`${indent}Topology Spread Constraints`, lines);
}

/** The pods that are to be scheduled together with it. */
export function groupLines(group: PodSchedulingGroup | undefined, indent: string): string {
  return group === undefined ? '' : `${indent}SchedulingGroup:\n${field('  PodGroupName', group.podGroupName ?? '')}`;
}
