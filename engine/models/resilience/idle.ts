import type { ModelClient } from "../model-client.ts";
export function withIdleLimit(client: ModelClient): ModelClient { return client; }
