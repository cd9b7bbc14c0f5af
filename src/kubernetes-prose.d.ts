/** Made by scripts/generate-prose.mjs when it is first needed; bundlers are told where it is. */
declare module 'kubernetes-prose' {
  // oxlint-disable-next-line typescript/consistent-type-imports -- a declared module can't import what has a relative name
  const prose: import('./api/http/openapi/types.ts').Prose;
  export default prose;
}
