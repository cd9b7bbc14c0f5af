/** The shell as one value, for those who are handed it instead of importing it. */
import { isKnownCommand } from './commands.ts';
import { compileCommand, compileScript } from './compiler.ts';
import { STEP_BUDGET, execCommand, fileExists, nestedScript, newScriptState, runScript } from './machine.ts';

export const SHELL = {
  stepBudget: STEP_BUDGET,
  isKnownCommand,
  compileCommand,
  compileScript,
  nestedScript,
  newScriptState,
  fileExists,
  runScript,
  execCommand,
} as const;

export type Shell = typeof SHELL;
