import { ModelFailure } from "../model-failure.ts";
import type { Endpoint } from "./endpoint.ts";

/** Bytes that one event may have, unpacked. The SDKs look through all of an unfinished event with every piece of it, which takes the square of its length. */
const EVENT = 4 * 1_048_576;
/** Bytes that a whole stream may have, unpacked. */
const STREAM = 128 * 1_048_576;
/** Bytes that a refusal may have: nobody explains one at greater length. */
const REFUSAL = 1_048_576;
const BLANK_LINES = ["\n\n", "\r\n\r\n", "\r\r"];
const LONGEST_BLANK = 4;

/** Watches over the size of one body, so that no service fills the memory or stops the program. It takes each piece as it arrives. @throws ModelFailure `malformed` beyond a limit */
export function bodyLimit({ provider, model }: Endpoint, refusal: boolean): (piece: Uint8Array) => void {
  const fail = (what: string): ModelFailure => new ModelFailure("malformed", `${model} (${provider}) sent ${what}, more than any answer has.`, "Check base_url, or choose another model for this role.");
  const most = refusal ? REFUSAL : STREAM;
  let all = 0;
  let event = 0;
  let end = Buffer.alloc(0);
  return (piece) => {
    all += piece.length;
    if (all > most) throw fail(`more than ${most / 1_048_576} MiB`);
    // A blank line may lie over the border of two pieces.
    const seen = Buffer.concat([end, piece]);
    const blank = Math.max(...BLANK_LINES.map((line) => seen.lastIndexOf(line)));
    event = blank === -1 ? event + piece.length : seen.length - blank;
    if (event > EVENT) throw fail(`an event of more than ${EVENT / 1_048_576} MiB`);
    end = Buffer.from(seen.subarray(1 - LONGEST_BLANK));
  };
}
