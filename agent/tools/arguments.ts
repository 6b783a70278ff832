import type { ToolCall } from "../../engine/agent-api/completion.ts";
import type { Step } from "../plan.ts";

/** A required text. @throws with what a model can act on */
export function textOf({ name, arguments: given }: ToolCall, key: string): string {
  const value = given[key];
  if (typeof value !== "string" || value === "") throw new Error(`${name} needs "${key}", a text.`);
  return value;
}

export function optionalText({ arguments: given }: ToolCall, key: string): string | undefined {
  const value = given[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function flagOf({ arguments: given }: ToolCall, key: string): boolean {
  return given[key] === true;
}

/** A whole number, `otherwise` where there is none. */
export function numberOf({ arguments: given }: ToolCall, key: string, otherwise: number): number {
  const value = Number(given[key] ?? otherwise);
  return Number.isFinite(value) && value >= 0 ? Math.floor(value) : otherwise;
}

/** The steps of `update_plan`, with ids that begin with `prefix`. @throws with what a model can act on */
export function stepsOf({ name, arguments: { steps } }: ToolCall, prefix: string): Step[] {
  if (!Array.isArray(steps)) throw new Error(`${name} needs "steps", a list.`);
  return steps.map((step: unknown, at) => {
    const { title, kind, files, command, check } = isRecord(step) ? step : {};
    if (typeof title !== "string" || title === "") throw new Error(`Step ${at + 1} needs a "title".`);
    if (kind !== "code_generation" && kind !== "code_modification" && kind !== "command") throw new Error(`Step ${at + 1} needs a "kind": code_generation, code_modification or command.`);
    if (kind === "command" && typeof command !== "string") throw new Error(`Step ${at + 1} is a command and needs a "command".`);
    return {
      id: `${prefix}${at + 1}`,
      title,
      kind,
      files: Array.isArray(files) ? files.filter((file) => typeof file === "string") : [],
      ...(typeof command === "string" ? { command } : {}),
      ...(typeof check === "string" && check !== "" ? { check } : {}),
    };
  });
}

function isRecord(value: unknown): value is Partial<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
