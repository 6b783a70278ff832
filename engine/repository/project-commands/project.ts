export type CommandKind = "test" | "type_check" | "lint" | "build";

export interface ProjectCommand {
  readonly kind: CommandKind;
  /** For a shell, in the workspace's root. */
  readonly command: string;
  /** The file that it was found in. */
  readonly source: string;
}

/** One folder with a project's files, whose names are relative to it. */
export interface Project {
  readonly files: ReadonlySet<string>;
  /** The beginning of a file's text; "" where there is none. */
  readonly read: (name: string) => Promise<string>;
}

/** What one kind of project says of its commands, the best of each kind first. */
export type CommandFinder = (project: Project) => Promise<readonly ProjectCommand[]>;

/** The first of `names` that the project has. */
export function firstFile({ files }: Project, ...names: readonly string[]): string | undefined {
  return names.find((name) => files.has(name));
}
