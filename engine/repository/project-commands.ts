import { agentsCommands } from "./project-commands/agents-md.ts";
import { cargoCommands, composerCommands, dotnetCommands, goCommands, javaCommands, makeCommands, rubyCommands } from "./project-commands/other-tools.ts";
import { packageCommands } from "./project-commands/package-json.ts";
import type { CommandFinder, Project, ProjectCommand } from "./project-commands/project.ts";
import { pythonCommands } from "./project-commands/python.ts";

export type { ProjectCommand } from "./project-commands/project.ts";

const FINDERS: readonly CommandFinder[] = [packageCommands, pythonCommands, cargoCommands, goCommands, javaCommands, composerCommands, rubyCommands, dotnetCommands, makeCommands];

/** Characters that are read of a file. */
const READ_LIMIT = 256 * 1024;
const MAX_FOLDERS = 10;

/**
 * How a project is tested, type-checked, linted and built, the best command of each kind first: what AGENTS.md says, then what the
 * build files in its root say, else those of the folders directly in it. Nothing is run to find out. `files` are workspace-relative POSIX paths.
 */
export async function findProjectCommands(files: readonly string[], read: (path: string) => Promise<string | null>): Promise<readonly ProjectCommand[]> {
  const root = projectIn("", files, read);
  const said = await agentsCommands(root);
  const found = await commandsOf(root);
  if (found.length === 0) {
    const folders = new Set(files.flatMap((path) => /^(\w[\w.-]*)\/[^/]+$/.exec(path)?.[1] ?? []));
    for (const folder of [...folders].sort().slice(0, MAX_FOLDERS)) {
      const inside = await commandsOf(projectIn(`${folder}/`, files, read));
      found.push(...inside.map(({ kind, command, source }) => ({ kind, command: `cd ${folder} && ${command}`, source: `${folder}/${source}` })));
    }
  }
  return withoutDoubles([...said, ...found]);
}

function projectIn(folder: string, files: readonly string[], read: (path: string) => Promise<string | null>): Project {
  return {
    files: new Set(files.flatMap((path) => (path.startsWith(folder) ? [path.slice(folder.length)] : []))),
    read: async (name) => (await read(folder + name).catch(() => null))?.slice(0, READ_LIMIT) ?? "",
  };
}

async function commandsOf(project: Project): Promise<ProjectCommand[]> {
  return (await Promise.all(FINDERS.map((find) => find(project)))).flat();
}

function withoutDoubles(commands: readonly ProjectCommand[]): readonly ProjectCommand[] {
  const seen = new Set<string>();
  return commands.filter(({ kind, command }) => {
    const key = `${kind} ${command}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
