/** A prompt with its `{{name}}` places filled in. Values are inserted as they are and never expanded again. */
export function fillPrompt(template: string | undefined, values: Readonly<Record<string, string>>): string {
  return (template ?? "").replaceAll(/\{\{(\w+)\}\}/g, (place, name: string) => values[name] ?? place);
}
