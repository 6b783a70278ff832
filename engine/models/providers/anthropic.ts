import type { ModelClient } from "../model-client.ts";
import type { Endpoint } from "./endpoint.ts";
export function createAnthropicClient(_: Endpoint): ModelClient { throw new Error("stub"); }
