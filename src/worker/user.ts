/** Whoever clicks and types in the page is the cluster's administrator. */
export const USER = 'kubernetes-admin';
