import { ModelFailure } from "../model-failure.ts";
import { shownUrl } from "../resilience/classify.ts";
import type { Endpoint } from "./endpoint.ts";

/** What an SDK gives for a call. */
interface Answered<Events> {
  readonly data: Events;
  readonly response: Response;
}

/** The events of an answer. @throws ModelFailure `malformed` where a page or a document came: what sends these is no model service, or knows no streams */
export async function eventsOf<Events>({ data, response }: Answered<Events>, { provider, model, baseUrl }: Endpoint, address: string): Promise<Events> {
  const type = response.headers.get("content-type") ?? "";
  const [page] = /^(?:text\/html|application\/json)\b/.exec(type) ?? [];
  if (page === undefined) return data;
  await response.body?.cancel();
  throw new ModelFailure("malformed", `${model} (${provider}) answered with ${page} and not with a stream of events.`, `Check that base_url${baseUrl === undefined ? "" : ` (${shownUrl(baseUrl)})`} is the address of ${address}.`);
}
