/** The part of the worker that is loaded when it is first needed. */
export { stringifyYaml } from '../api/yaml.ts';
export { splitCommandLine } from '../kubectl/command-line.ts';
export { runKubectl } from '../kubectl/kubectl.ts';
export { applyText } from './apply.ts';
