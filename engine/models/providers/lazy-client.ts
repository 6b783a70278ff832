import type { ModelClient } from "../model-client.ts";
import type { Endpoint } from "./endpoint.ts";

/** Loads the providers' code before its first call, while something else is waited for. */
export async function loadProviders(): Promise<void> {
  await import("./connect.ts");
}

/** A client whose provider's code is loaded with its first call: the SDKs are large, and most tasks need one of them or none. */
export function lazyClient(endpoint: Endpoint): ModelClient {
  let client: Promise<ModelClient> | undefined;
  return {
    complete: async (request, options) => {
      client ??= import("./connect.ts").then(({ connect }) => connect(endpoint));
      return (await client).complete(request, options);
    },
  };
}
