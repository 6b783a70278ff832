/** The members of an object type's text (`{ a: A; b?: B }`), undefined for any other type. */
export function fieldsOf(type: string): readonly string[] | undefined {
  if (!type.startsWith("{") || !type.endsWith("}") || closing(type) !== type.length - 1) return undefined;
  const fields: string[] = [];
  let depth = 0;
  let from = 1;
  for (let at = 1; at < type.length - 1; at++) {
    const character = type.charAt(at);
    if ("{([<".includes(character)) depth++;
    else if ("})]".includes(character) || (character === ">" && type.charAt(at - 1) !== "=")) depth--;
    else if (character === ";" && depth === 0) {
      fields.push(type.slice(from, at).trim());
      from = at + 1;
    }
  }
  fields.push(type.slice(from, -1).trim());
  return fields.filter((field) => field !== "");
}

function closing(type: string): number {
  let depth = 0;
  for (let at = 0; at < type.length; at++) {
    if (type.charAt(at) === "{") depth++;
    if (type.charAt(at) === "}" && --depth === 0) return at;
  }
  return -1;
}

/** The same object type with the named members, and only those, widened; undefined when that changes nothing. */
export function widenFields(type: string, names: ReadonlySet<string>): string | undefined {
  const fields = fieldsOf(type);
  if (fields === undefined) return undefined;
  const wider = fields.map((field) => {
    const [, name = "", rest = ""] = /^("[^"]*"|[\w$]+)\??: (.*)$/s.exec(field) ?? [];
    if (!names.has(name.replaceAll('"', ""))) return field;
    const head = field.slice(0, field.length - rest.length);
    if (/^Record<string, (?!any>)/.test(rest)) return `${head}Record<string, any>`;
    return rest.endsWith("[]") && rest !== "any[]" ? `${head}any[]` : `${head}any`;
  });
  const text = `{ ${wider.join("; ")} }`;
  return wider.every((field, index) => field === fields[index]) ? undefined : text;
}

/** How much of a type's text is `any`: 1 for `any` and `Record<string, any>`, the share of its members for an object type. */
export function anyShare(type: string): number {
  const found = type.match(/\bany\b/g)?.length ?? 0;
  return found === 0 ? 0 : Math.min(1, found / Math.max(1, fieldsOf(type)?.length ?? 1));
}
