import type Docker from "dockerode";
import { livesHere, type ProcessIdentity } from "./process-identity.ts";

/** By what a container says that it is ours, and which process it belongs to. */
export const labels = { mark: "unified-dgm.sandbox", place: "unified-dgm.owner.place", pid: "unified-dgm.owner.pid", start: "unified-dgm.owner.start" } as const;

/** The labels of a container that `owner` starts. */
export function ownerLabels(owner: ProcessIdentity): Record<string, string> {
  return { [labels.mark]: "run", [labels.place]: owner.place, [labels.pid]: String(owner.pid), [labels.start]: owner.start };
}

/** True where the labels name an owner of this place that is gone: the container is a leftover of a crash. */
export function isLeftover(found: Readonly<Record<string, string>>): boolean {
  const { [labels.mark]: mark, [labels.place]: place = "", [labels.pid]: pid = "", [labels.start]: start = "" } = found;
  return mark !== undefined && /^[1-9]\d*$/.test(pid) && livesHere({ place, pid: Number(pid), start }) === false;
}

/** Removes the containers of owners that are gone. @returns how many */
export async function sweepLeftovers(docker: Docker): Promise<number> {
  const containers = await docker.listContainers({ all: true, filters: { label: [labels.mark] } });
  const leftovers = containers.filter((container) => isLeftover(container.Labels));
  await Promise.all(leftovers.map((container) => removeContainer(docker, container.Id)));
  return leftovers.length;
}

/** Ends and removes a container; none under that name, or one that is being removed, is as good. */
export async function removeContainer(docker: Docker, nameOrId: string): Promise<void> {
  try {
    await docker.getContainer(nameOrId).remove({ force: true, v: true });
  } catch (error) {
    if (statusCodeOf(error) !== 404 && statusCodeOf(error) !== 409) throw error;
  }
}

/** The engine's HTTP status in an error of dockerode, where there is one. */
export function statusCodeOf(error: unknown): number | undefined {
  return error instanceof Error && "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : undefined;
}
