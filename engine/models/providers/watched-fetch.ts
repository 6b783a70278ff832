/** `fetch` that tells of every piece of a response as it arrives, before it is read; undefined, and so the default, where nobody listens. */
export function watchedFetch(onActivity: (() => void) | undefined): { readonly fetch?: typeof fetch } {
  if (onActivity === undefined) return {};
  return {
    fetch: async (...request) => {
      const response = await fetch(...request);
      onActivity();
      if (response.body === null) return response;
      const watch = new TransformStream<Uint8Array, Uint8Array>({
        transform: (piece, controller) => {
          onActivity();
          controller.enqueue(piece);
        },
      });
      return new Response(response.body.pipeThrough(watch), response);
    },
  };
}
