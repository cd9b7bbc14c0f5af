/** What the HTTP library of the official client asks of Node 22, for Nodes before it. */
import workers from 'node:worker_threads';
import zlib from 'node:zlib';

lend(zlib, 'createZstdDecompress', () => {
  throw new Error('this Node does not have it');
});
lend(workers, 'markAsUncloneable', () => undefined);
lend(Promise, 'withResolvers', function withResolvers<T>(this: PromiseConstructor) {
  let resolve: unknown;
  let reject: unknown;
  const promise = new this<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
});

function lend(to: object, name: string, value: unknown): void {
  if (!(name in to)) Object.defineProperty(to, name, { value, writable: true, configurable: true });
}
