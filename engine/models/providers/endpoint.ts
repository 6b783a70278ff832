import type { Provider } from "../../protocol/words.ts";

/** A service and its model. */
export interface Endpoint {
  readonly provider: Provider;
  /** The service's name of the model. */
  readonly model: string;
  /** undefined: the service needs none, as a local server. */
  readonly apiKey?: string;
  /** undefined: the provider's own address. */
  readonly baseUrl?: string;
}
