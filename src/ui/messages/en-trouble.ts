/** What is said when the cluster has stopped: fetched when it has. */
export const enTrouble = {
  'trouble.recovering': 'The simulation stopped answering. Bringing it back from the last snapshot…',
  'trouble.recovered': 'The simulation had stopped and was brought back from its last snapshot. The seconds since then are lost.',
  'trouble.crashed': 'The simulation stands still',
  'trouble.crashedHelp': 'Something happened in it that must not happen. Your manifests are safe. You can go back to the last snapshot.',
  'trouble.recover': 'Go back to the last snapshot',
  'trouble.copyReport': 'Copy the report',
} as const satisfies { readonly [key: string]: string | { readonly one: string; readonly other: string } };
