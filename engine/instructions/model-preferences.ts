import type { Provider, Role } from "../protocol/words.ts";
export interface ModelPreference { readonly model: string; readonly purpose: string; readonly line: number }
export function modelPreferences(_: string): readonly ModelPreference[] { return []; }
export function preferredRole(_: readonly ModelPreference[], __: readonly { readonly role: Role; readonly provider: Provider; readonly model: string }[], ___: { readonly stage: "analyze" | "plan" | "implement"; readonly text: string }): Role | undefined { return undefined; }
