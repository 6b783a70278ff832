import type { Subject } from "../agent-api/completion.ts";
import type { Role } from "../protocol/words.ts";
import { closestHolder, type Holder } from "./spoken-model.ts";
import { stemsOf, stemsOfWork } from "./stems.ts";

/** A line such as "Use Llama Scout for analyzing database schemas". */
export interface ModelPreference {
  readonly model: string;
  readonly purpose: string;
}

type Stage = Subject["stage"];

const stages: readonly { readonly stage: Stage; readonly role: Role; readonly stems: ReadonlySet<string> }[] = [
  { stage: "analyze", role: "context_analyzer", stems: new Set(stemsOf("analyze analyse analysis analyses read search understand context find explore exploration")) },
  { stage: "plan", role: "reasoning_engine", stems: new Set(stemsOf("plan architect architecture architectural decide decision design reason think strategy")) },
  { stage: "implement", role: "code_generator", stems: new Set(stemsOf("implement implementation code edit write written generate generation modify modification detail")) },
];

/** Characters of the longest line that can be a preference: the patterns below may take the square of it, and a repository wrote it. */
const LONGEST = 400;

/** The preferences of the section "Model Preferences", in order; lines of another form say nothing. */
export function modelPreferences(instructions: string): readonly ModelPreference[] {
  const preferences: ModelPreference[] = [];
  let inside = false;
  let fenced = false;
  for (const line of instructions.split(/\r?\n/)) {
    if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced;
    if (fenced) continue;
    if (/^#{1,6}\s/.test(line)) inside = line.length <= LONGEST && /^#+\s+model preferences:?\s*#*\s*$/i.test(line);
    if (line.length > LONGEST) continue;
    const [, wish] = (inside ? /^\s*(?:[-*+]|\d+[.)])\s+(?:use|prefer)\s+(.+?)[.;]?\s*$/i.exec(line) : null) ?? [];
    const [, models, purpose] = (/^(.+?)\s+for\s+(.+)$/i.exec(wish ?? "") ?? /^(.+?)\s+(?:to|when|in)\s+(.+)$/i.exec(wish ?? "")) ?? [];
    // "Prefer A over B for …" names A.
    const [model = ""] = models?.split(/\s+(?:over|to|instead of|rather than)\s+/i) ?? [];
    if (model !== "" && purpose !== undefined) preferences.push({ model, purpose });
  }
  return preferences;
}

/**
 * The role whose model the user prefers for a piece of work; undefined where they said nothing of it. A preference that names a subject
 * ("database schemas") holds where the work is about it, one that names only a stage ("implementation details") for that stage. The
 * more particular one wins, then the later one.
 */
export function preferredRole(preferences: readonly ModelPreference[], holders: readonly Holder[], work: { readonly stage: Stage; readonly text: string }): Role | undefined {
  const words = stemsOfWork(work.text);
  const own = stages.find(({ stage }) => stage === work.stage)?.role;
  let best: { readonly role: Role; readonly weight: number } | undefined;
  for (const { model, purpose } of preferences) {
    const role = closestHolder(model, holders, own);
    const weight = Math.max(...aims(purpose).map((aim) => (fits(aim, work.stage, words) ? aim.subject.length : -1)));
    if (role !== undefined && weight >= (best?.weight ?? 0)) best = { role, weight };
  }
  return best?.role;
}

interface Aim {
  readonly subject: readonly string[];
  readonly stages: readonly Stage[];
}

/** "analyzing schemas and queries" are two aims; a stage that is said once counts for what follows it too. */
function aims(purpose: string): readonly Aim[] {
  let said: readonly Stage[] = [];
  return purpose.split(/,|;|\band\b|\bor\b/i).map((part) => {
    const stems = stemsOf(part);
    const named = stages.filter((each) => stems.some((stem) => each.stems.has(stem))).map(({ stage }) => stage);
    if (named.length > 0) said = named;
    return { subject: stems.filter((stem) => !stages.some((each) => each.stems.has(stem))), stages: said };
  });
}

function fits({ subject, stages: named }: Aim, stage: Stage, words: ReadonlySet<string>): boolean {
  if (subject.length === 0) return named.includes(stage);
  return subject.every((stem) => words.has(stem)) && (named.length === 0 || named.includes(stage));
}
