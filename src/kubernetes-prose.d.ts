/** Made by scripts/generate-prose.mjs when it is first needed; bundlers are told where it is. */
declare module 'kubernetes-prose' {
  const prose: import('./api/http/openapi/types.ts').Prose;
  export default prose;
}
