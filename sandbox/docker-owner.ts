import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import type Docker from "dockerode";

/** The process that a container belongs to, as written into the container's labels. */
export interface ContainerOwner {
  /** Machine and process namespace: a process id says nothing in another. */
  readonly place: string;
  readonly pid: number;
  /** When the process began, in a form that only has to differ between two processes of the same number. */
  readonly start: string;
}

export const labels = { mark: "unified-dgm.sandbox", place: "unified-dgm.owner.place", pid: "unified-dgm.owner.pid", start: "unified-dgm.owner.start" } as const;

/** This process as an owner. */
export function thisOwner(): ContainerOwner {
  return { place: thisPlace(), pid: process.pid, start: startOf(process.pid) ?? "" };
}

/** The labels of a container that `owner` starts. */
export function ownerLabels(owner: ContainerOwner): Record<string, string> {
  return { [labels.mark]: "run", [labels.place]: owner.place, [labels.pid]: String(owner.pid), [labels.start]: owner.start };
}

/** True where the labels name an owner of this place that is gone: the container is a leftover of a crash. */
export function isLeftover(found: Readonly<Record<string, string>>): boolean {
  const pid = Number(found[labels.pid]);
  if (found[labels.mark] === undefined || found[labels.place] !== thisPlace() || !Number.isInteger(pid) || pid <= 0) return false;
  return startOf(pid) !== found[labels.start];
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

function thisPlace(): string {
  try {
    return `${hostname()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname(); // No /proc: not Linux.
  }
}

/** Undefined where no such process lives. Without /proc, that it lives is all we can say. */
function startOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").pop()?.split(" ")[19] ?? "";
  } catch {
    if (process.platform === "linux") return undefined;
  }
  try {
    process.kill(pid, 0);
    return "";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM" ? "" : undefined;
  }
}
