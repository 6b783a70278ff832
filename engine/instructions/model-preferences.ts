import type { Subject } from "../agent-api/completion.ts";
import type { Role } from "../protocol/words.ts";

/** A line such as "Use Llama Scout for analyzing database schemas". */
export interface ModelPreference {
  readonly model: string;
  readonly purpose: string;
}

type Stage = Subject["stage"];

/** What a stage is called, by the stems of the words. */
const stageWords: Readonly<Record<Stage, readonly string[]>> = {
  analyze: ["analyz", "analys", "read", "search", "understand", "context", "find", "explor"],
  plan: ["plan", "architectur", "decision", "decid", "design", "reason", "think"],
  implement: ["implement", "cod", "edit", "writ", "generat", "modif", "detail"],
};
const fillers = new Set(["the", "a", "an", "of", "and", "or", "for", "all", "any", "to", "in", "on", "with", "task", "work", "step", "model"]);

/** The preferences of the section "Model Preferences", in order; lines of another form say nothing. */
export function modelPreferences(instructions: string): readonly ModelPreference[] {
  const preferences: ModelPreference[] = [];
  let inside = false;
  for (const line of instructions.split(/\r?\n/)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading !== undefined) inside = /^model preferences:?$/i.test(heading);
    const said = inside ? /^\s*(?:[-*+]|\d+[.)])\s+(?:use|prefer)\s+(.+?)\s+for\s+(.+?)[.;]?\s*$/i.exec(line) : null;
    const [, model, purpose] = said ?? [];
    if (model !== undefined && purpose !== undefined) preferences.push({ model, purpose });
  }
  return preferences;
}

/**
 * The role whose model the user prefers for a piece of work; undefined where they said nothing of it. A preference that names a subject
 * ("database schemas") holds where the work is about it, one that names only a stage ("implementation details") for that stage. The
 * more particular one wins, then the later one.
 */
export function preferredRole(preferences: readonly ModelPreference[], holders: readonly { readonly role: Role; readonly model: string }[], work: { readonly stage: Stage; readonly text: string }): Role | undefined {
  const words = new Set(stems(work.text));
  let best: { readonly role: Role; readonly weight: number } | undefined;
  for (const { model, purpose } of preferences) {
    const role = holders.find((holder) => names(model, holder))?.role;
    const purposeStems = stems(purpose);
    const subject = purposeStems.filter((stem) => !isStageWord(stem));
    const stages = purposeStems.filter(isStageWord);
    const fits = subject.length > 0 ? subject.some((stem) => words.has(stem)) && (stages.length === 0 || stages.some((stem) => isOf(work.stage, stem))) : stages.some((stem) => isOf(work.stage, stem));
    if (role !== undefined && fits && subject.length >= (best?.weight ?? 0)) best = { role, weight: subject.length };
  }
  return best?.role;
}

/** `Llama Scout` names `Llama-4-Scout-17B-16E-Instruct-FP8`: each word of it is a part of the model's name. */
function names(spoken: string, { role, model }: { readonly role: Role; readonly model: string }): boolean {
  const parts = tokens(spoken);
  const own = new Set([...tokens(model), ...tokens(model.replaceAll(/[-_]/g, " "))]);
  return parts.length > 0 && (parts.every((part) => own.has(part)) || parts.join("_") === role);
}

function tokens(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z]+\d*|\d+(?:\.\d+)*/g) ?? [];
}

function stems(text: string): readonly string[] {
  return (text.toLowerCase().match(/[a-z]{2,}/g) ?? []).filter((word) => !fillers.has(word)).map((word) => word.replace(/(?:ations?|ings?|ors?|ers?|ions?|ies|es|ed|s|e|al|y)$/, "")).filter((stem) => stem.length > 1);
}

function isStageWord(stem: string): boolean {
  return (["analyze", "plan", "implement"] as const).some((stage) => isOf(stage, stem));
}

function isOf(stage: Stage, stem: string): boolean {
  return stageWords[stage].some((word) => stem === word || stem.startsWith(word) || (word.startsWith(stem) && stem.length >= 4));
}
