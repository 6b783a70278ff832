import type { ApprovalMode } from "../protocol/words.ts";
import { type AllowRules, isAllowed } from "./allow-rules.ts";
import type { Classification } from "./classify.ts";

/**
 * Whether a command runs without a question: one that only reads always does, a destructive one never; another one in full-auto, or where
 * rules cover it.
 */
export function commandQuestion(mode: ApprovalMode, classification: Classification, allowed: AllowRules): "run" | "ask" {
  if (classification.class === "destructive") return "ask";
  if (classification.class === "read_only" || mode === "full-auto") return "run";
  return isAllowed(allowed, classification) ? "run" : "ask";
}
