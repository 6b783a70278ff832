import { UserError } from "../../errors.ts";
import type { ModelClient } from "../model-client.ts";
import { createAnthropicClient } from "./anthropic.ts";
import { createChatClient } from "./chat-completions.ts";
import type { Endpoint } from "./endpoint.ts";
import { createOpenAiClient } from "./openai-responses.ts";

/** The client for a service. */
export function connect(endpoint: Endpoint): ModelClient {
  switch (endpoint.provider) {
    case "anthropic":
      return createAnthropicClient(endpoint);
    case "openai":
      return createOpenAiClient(endpoint);
    case "meta":
    case "openai_compatible":
      return createChatClient({ ...endpoint, provider: endpoint.provider });
    case "vscode":
    case "embedded":
      throw new UserError("internal", `${endpoint.provider} is no service on the network.`, "Report this as a fault.");
  }
}
