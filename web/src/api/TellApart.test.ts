import { describe, expect, it } from "vitest";
import { companiesOfNamesakes } from "./TellApart";
import type { Contact } from "./types";

const person = (id: string, name: string, company: string): Contact => ({
  id,
  name,
  company: { id: company, name: company },
  shields: [],
});

describe("people of one name", () => {
  const ana = person("1", "Ada Castillo", "Northwind");
  it("have the other companies said, each once", () =>
    expect(
      companiesOfNamesakes(ana, [
        ana,
        person("2", "ada castillo ", "Harbor"),
        person("3", "Ada Castillo", "Harbor"),
        person("4", "Ada Castillo", "Northwind"),
        person("5", "Ben Ito", "Lakeside"),
      ]),
    ).toEqual(["Harbor"]));
});
