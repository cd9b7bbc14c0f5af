import type { PodTemplateSpec, Toleration, TopologySpreadConstraint } from '../../api/types.gen.ts';
import { selectorOf, selectorText } from '../../api/labels.ts';
import { containerLines } from './containers.ts';
import { annotationLines, labelLines, multiline, optional } from './text.ts';
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
  ].join('');
}

export function tolerationLines(title: string, tolerations: readonly Toleration[] | undefined): string {
  return multiline(title, (tolerations ?? []).toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1)).map(tolerationText));
}

function tolerationText({ key = '', value = '', effect, operator, tolerationSeconds }: Toleration): string {
  const shown = `${key}${value === '' ? '' : `=${value}`}${effect === undefined ? '' : `:${effect}`}`;
  const exists = operator === 'Exists' && value === '' ? `${shown === '' ? '' : ' '}op=Exists` : '';
  return `${shown}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
}

export function spreadLines(indent: string, constraints: readonly TopologySpreadConstraint[] | undefined): string {
  if (constraints === undefined || constraints.length === 0) return '';
  const lines = constraints.map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) => {
    const selector = labelSelector === undefined ? '' : ` for selector ${selectorText(selectorOf(labelSelector))}`;
    return `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`;
  });
  return multiline(`${indent}Topology Spread Constraints`, lines);
}
