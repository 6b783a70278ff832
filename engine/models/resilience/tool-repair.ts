import type { ModelClient } from "../model-client.ts";
export function withToolRepair(client: ModelClient): ModelClient { return client; }
