import * as z from "zod/mini";
import { initialPageState, type PageState } from "./page-state.ts";

const storedSchema = z.object({
  draft: z.string(),
  task: z.optional(z.string()),
  folds: z.record(z.string(), z.boolean()),
  /** Pixels from the top; null: at the end, and following it. */
  scroll: z.nullable(z.number()),
});
/** What outlives a hidden panel. The events do not: the host sends them again. */
export type StoredState = z.infer<typeof storedSchema>;

export function toStored({ draft, foldsOf, folds }: PageState, scroll: number | null): StoredState {
  return { draft, ...(foldsOf === undefined ? {} : { task: foldsOf }), folds: { ...folds }, scroll };
}

/** The state to begin with; a stored value of another version counts as none. */
export function fromStored(value: unknown): { readonly state: PageState; readonly scroll: number | null } {
  const parsed = z.safeParse(storedSchema, value);
  if (!parsed.success) return { state: initialPageState, scroll: null };
  const { draft, task, folds, scroll } = parsed.data;
  return { state: { ...initialPageState, draft, folds, foldsOf: task }, scroll };
}
