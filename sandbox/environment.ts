import type { SandboxPolicy } from "./policy.ts";

/** The private home and temporary folder inside, both in memory and gone with the command. */
export const insideHome = "/tmp/.sandbox-home";
export const insideTemporary = "/tmp";

const plainPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** All variables that the command sees. `basePath` is the PATH of the place where it runs. */
export function insideEnvironment(policy: SandboxPolicy, basePath: string = plainPath): Record<string, string> {
  return {
    LANG: "C.UTF-8",
    ...policy.environment,
    PATH: [...(policy.pathPrefix ?? []), basePath].join(":"),
    HOME: insideHome,
    TMPDIR: insideTemporary,
  };
}
