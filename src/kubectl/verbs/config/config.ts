import { verbOfSubcommands } from '../subcommands.ts';
import { currentContextVerb, deleteContextVerb, getContextsVerb, renameContextVerb, setContextVerb, useContextVerb } from './contexts.ts';
import { deleteClusterVerb, getClustersVerb, setClusterVerb } from './clusters.ts';
import { setVerb, unsetVerb } from './property.ts';
import { deleteUserVerb, getUsersVerb, setCredentialsVerb } from './users.ts';
import { viewVerb } from './view.ts';

/** `kubectl config`: kubeconfig files. It asks no server. */
export const configVerb = verbOfSubcommands({
  path: 'config',
  summary: 'Modify kubeconfig files',
  usage: 'SUBCOMMAND',
  subcommands: [
    currentContextVerb,
    deleteClusterVerb,
    deleteContextVerb,
    deleteUserVerb,
    getClustersVerb,
    getContextsVerb,
    getUsersVerb,
    renameContextVerb,
    setVerb,
    setClusterVerb,
    setContextVerb,
    setCredentialsVerb,
    unsetVerb,
    useContextVerb,
    viewVerb,
  ],
});
