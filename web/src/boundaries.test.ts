import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = dirname(fileURLToPath(import.meta.url));

/**
 * What each room may import. A room that is not in this table may import nothing, so a new folder has to be entered here first.
 * "feature" is every folder under features; one feature reaches another only through its public.ts.
 */
const allowed: Record<string, readonly string[]> = {
  time: [],
  theme: [],
  ui: ["theme", "time"],
  gallery: ["ui", "theme", "time"],
  api: ["ui", "theme", "time"],
  live: ["api", "time"],
  session: ["api", "ui", "theme", "time"],
  feature: ["api", "live", "session", "ui", "theme", "time", "public"],
  app: ["feature", "public", "api", "live", "session", "ui", "theme", "time"],
};

interface Import {
  from: string;
  to: string;
}

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((file) => file.split(sep).join("/"))
  .filter((file) => statSync(join(root, file)).isFile());
const imports = files.filter((file) => /\.tsx?$/.test(file)).flatMap(importsOf);

describe("the rooms of the web screens", () => {
  it("are all known", () => {
    expect(
      [...new Set(files.map((file) => roomOf(file)))].filter((room) => !(kindOf(room) in allowed) && room !== ""),
    ).toEqual([]);
  });

  it("import only what they may", () => {
    expect(imports.filter(({ from, to }) => !mayImport(from, to)).map(({ from, to }) => `${from} -> ${to}`)).toEqual(
      [],
    );
  });

  it("import each other in no circle", () => expect(circle(imports)).toEqual([]));

  it("are told apart by the rule itself", () => {
    expect(mayImport("ui/Menu.tsx", "api/types.ts")).toBe(false);
    expect(mayImport("features/tickets/TicketMenu.tsx", "features/outbox/labels.ts")).toBe(false);
    expect(mayImport("features/tickets/TicketMenu.tsx", "features/outbox/public.ts")).toBe(true);
    expect(mayImport("features/tickets/TicketMenu.tsx", "app/pod/host.ts")).toBe(false);
    expect(mayImport("app/pod/host.ts", "app/console/router.tsx")).toBe(false);
    expect(mayImport("elsewhere/new.ts", "time/clock.ts")).toBe(false);
    expect(
      circle([
        { from: "ui/a.ts", to: "api/b.ts" },
        { from: "api/b.ts", to: "ui/c.ts" },
      ]),
    ).not.toEqual([]);
  });
});

/** Every relative import of a file, resolved to the file it means; one that means no file fails the test. */
function importsOf(from: string): Import[] {
  return ts
    .preProcessFile(readFileSync(join(root, from), "utf8"), true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith("."))
    .map((name) => {
      const to = normalize(join(dirname(from), name))
        .split(sep)
        .join("/");
      const found = ["", ".ts", ".tsx", ".d.ts"].map((ending) => to + ending).find((file) => files.includes(file));
      if (!found) throw new Error(`${from} imports ${name}, which is no file of src`);
      return { from, to: found };
    });
}

/** "features/tickets/TicketMenu.tsx" is in the room "features/tickets", "ui/Menu.tsx" in "ui", "main.ts" in "". */
function roomOf(file: string): string {
  const parts = dirname(file) === "." ? [] : dirname(file).split("/");
  return parts.slice(0, parts[0] === "features" || parts[0] === "app" ? 2 : 1).join("/");
}

function kindOf(room: string): string {
  if (/^features\/[^/]+$/.test(room)) return "feature";
  return /^app\/[^/]+$/.test(room) ? "app" : room;
}

function mayImport(from: string, to: string): boolean {
  const [here, there] = [roomOf(from), roomOf(to)];
  if (here === there) return true;
  const kind = /^features\/[^/]+\/public\.ts$/.test(to) ? "public" : kindOf(there);
  return allowed[kindOf(here)]?.includes(kind) ?? false;
}

/** A circle of rooms that import each other, as their names in order; empty when there is none. */
function circle(all: readonly Import[]): string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of all) {
    const [here, there] = [roomOf(from), roomOf(to)];
    if (here !== there) next.set(here, (next.get(here) ?? new Set()).add(there));
  }
  const done = new Set<string>();
  const visit = (room: string, path: readonly string[]): string[] => {
    if (path.includes(room)) return [...path.slice(path.indexOf(room)), room];
    if (done.has(room)) return [];
    for (const each of next.get(room) ?? []) {
      const found = visit(each, [...path, room]);
      if (found.length > 0) return found;
    }
    done.add(room);
    return [];
  };
  for (const room of next.keys()) {
    const found = visit(room, []);
    if (found.length > 0) return found;
  }
  return [];
}
