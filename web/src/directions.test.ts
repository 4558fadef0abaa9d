import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = dirname(fileURLToPath(import.meta.url));

/** What people are called, and what they are reached by: it comes in any script, and stands in a text of another one. */
const foreign =
  /(^|\.)(((contact|company|duplicate|user|each|person)\??\.name)|leader|masked|contact_point|claimed_by|sent_by|verified_by|technician|ticket_id)$/;

/** The elements that give a text a direction of its own. */
const parts = new Set(["bdi", "Name", "Masked", "Figures", "Phone", "option"]);

/** Rooms whose lists hold names that the MSP chose itself. */
const own = /^(gallery|features\/(integrations|settings|ticketdefaults|templates)|session)\//;

/** Foreign texts that stand bare between others, as "line: expression". */
function bare(file: string, source: string): string[] {
  if (!/(name|leader|masked|contact_point|_by|technician|ticket_id)\}/.test(source)) return [];
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isJsxExpression(node) &&
      node.expression &&
      foreign.test(node.expression.getText()) &&
      (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent)) &&
      !(ts.isJsxElement(node.parent) && directed(node.parent.openingElement))
    )
      found.push(`${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.expression.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function directed(element: ts.JsxOpeningElement): boolean {
  return (
    parts.has(element.tagName.getText()) ||
    element.attributes.properties.some((each) => ts.isJsxAttribute(each) && each.name.getText() === "dir")
  );
}

describe("names and numbers", () => {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((file) => file.split(sep).join("/"))
    .filter((file) => file.endsWith(".tsx") && !own.test(file));
  it.each(files)("keep their own direction in %s", (file) => {
    expect(bare(file, readFileSync(join(root, file), "utf8"))).toEqual([]);
  });
  it("are found where they stand bare", () => {
    expect(bare("a.tsx", "<p>Ask {contact.name} · <bdi>{contact.name}</bdi> <Name>{company.name}</Name></p>")).toEqual([
      "1: contact.name",
    ]);
    expect(bare("a.tsx", '<h1 dir="auto">{contact.name}</h1>')).toEqual([]);
  });
});
