import type { Role } from "../protocol/words.ts";

/** Who holds a role. */
export interface Holder {
  readonly role: Role;
  readonly model: string;
}

/**
 * The role that a person means by a model's or a role's name: `Llama Scout` is `Llama-4-Scout-17B-16E-Instruct-FP8`, for each word is a part
 * of that name. Of several the one with the least that was not said (`GPT 4.1` is `gpt-4.1` before `gpt-4.1-mini`), then `own`.
 */
export function closestHolder(spoken: string, holders: readonly Holder[], own: Role | undefined): Role | undefined {
  const parts = tokens(spoken).filter((part) => part !== "the");
  const named = holders.filter(({ role, model }) => parts.length > 0 && (parts.join("_") === role || parts.every((part) => tokens(model).includes(part))));
  const rank = ({ role, model }: Holder): number => (parts.join("_") === role ? 0 : tokens(model).length) + (role === own ? 0 : 0.5);
  return named.toSorted((one, other) => rank(one) - rank(other))[0]?.role;
}

/** The words and versions of a name. `4-5` is the version 4.5, `gpt-o4-mini` is `o4-mini`; a date is no part of a name. */
function tokens(name: string): readonly string[] {
  const plain = name
    .toLowerCase()
    .replace(/-\d{4}-?\d{2}-?\d{2}\b/g, "")
    .replace(/\bgpt[-_ ]?(?=o\d)/g, "")
    .replace(/(?<![\d.])(\d{1,2})[-_](\d{1,2})(?![\da-z.])/g, "$1.$2");
  return plain.match(/[a-z]+\d*|\d+(?:\.\d+)*/g) ?? [];
}
