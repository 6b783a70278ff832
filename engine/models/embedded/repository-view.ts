/** What the embedded engine looks at: the workspace with the task's proposals over it. */
export interface RepositoryView {
  readonly list: () => Promise<readonly string[]>;
  readonly read: (path: string) => Promise<string | null>;
}
