import type { Message } from "../agent-api/completion.ts";
import type { ModelRequest } from "./model-client.ts";
import { ModelFailure } from "./model-failure.ts";
import { type CountTokens, requestTokens } from "./tokens.ts";

/** Tokens of a message that are never cut away: its beginning says what it is, its end what is asked. */
const KEPT = 200;
/** A cut by characters is off by what their tokens differ in; this much more is cut. */
const SLACK = 0.97;

/**
 * The request with its longest texts cut in the middle until it takes at most `limit` tokens; itself where it fits. System texts and
 * tools stay whole. @throws ModelFailure `too_long` when nothing is left to cut
 */
export function fitRequest(request: ModelRequest, limit: number, count: CountTokens): ModelRequest {
  let total = requestTokens(request, count);
  if (total <= limit) return request;
  const messages = [...request.messages];
  const sizes = messages.map((message) => (message.role === "system" || message.role === "assistant" ? 0 : count(message.text)));
  while (total > limit) {
    const longest = sizes.indexOf(Math.max(...sizes));
    const message = messages[longest];
    const size = sizes[longest] ?? 0;
    if (message === undefined || size <= KEPT) throw new ModelFailure("too_long", `The request has ${total} tokens and cannot be packed into ${limit}.`, "Name fewer files, or choose a model with a larger window for this role.");
    const cut = cutMiddle(message, size, Math.max(KEPT, size - (total - limit)), count);
    messages[longest] = cut.message;
    sizes[longest] = cut.size;
    total -= size - cut.size;
  }
  return { ...request, messages };
}

function cutMiddle(message: Message, size: number, target: number, count: CountTokens): { readonly message: Message; readonly size: number } {
  let keep = Math.floor(message.text.length * (target / size) * SLACK);
  for (;;) {
    const half = keep >> 1;
    const head = whole(message.text.slice(0, half));
    const tail = whole(message.text.slice(message.text.length - half));
    const text = `${head}\n[… ${message.text.length - head.length - tail.length} characters left out to fit the model's window …]\n${tail}`;
    const left = count(text);
    if (left <= target || half === 0) return { message: { ...message, text }, size: left };
    keep = Math.floor(keep * 0.9);
  }
}

/** Without half of a surrogate pair at either end. */
function whole(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]/, "").replace(/[\uD800-\uDBFF]$/, "");
}
