import type { ModelClient } from "../model-client.ts";
import type { Endpoint } from "./endpoint.ts";
export function createOpenAiClient(_: Endpoint): ModelClient { throw new Error("stub"); }
