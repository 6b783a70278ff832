const fillers = new Set(["the", "an", "of", "and", "or", "for", "all", "any", "to", "in", "on", "with", "task", "tasks", "work", "step", "steps", "model", "general", "generally"]);

/** The words of a text without their endings, so that "migrations" meets "migrate"; fillers are left out. */
export function stemsOf(text: string): readonly string[] {
  return (text.toLowerCase().match(/\p{L}{2,}/gu) ?? []).filter((word) => !fillers.has(word)).map(stem);
}

/** The same of what a piece of work says, in whose names words stand together: `databaseSchema` is about a schema. */
export function stemsOfWork(text: string): ReadonlySet<string> {
  return new Set([...stemsOf(text), ...stemsOf(text.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2"))]);
}

/** English endings only; three letters always stay. */
function stem(word: string): string {
  return word
    .replace(/(?<=.{3})(?:ies|ings?|ions?|ers?|ed|es|(?<!s)s|al|e|y)$/, "")
    .replace(/(?<=.{4})at$/, "")
    .replace(/([bdgmnprt])\1$/, "$1");
}
