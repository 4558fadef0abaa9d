import { describe, expect, it } from "vitest";
import { contactQuery, readSearch } from "./contactSearch";

describe("the search box", () => {
  it.each([
    ["ana tor", "name", "ana tor"],
    ["  Ana ", "name", "Ana"],
    ["0134", "phone", "0134"],
    ["415 555-0134", "phone", "4155550134"],
    ["+1 (415) 555-0134", "phone", "+14155550134"],
    ["134", "nothing", ""],
    ["ana@northwind.example", "email", "ana@northwind.example"],
    ["ana@", "email", "ana"],
    ["@northwind.example", "email", "northwind.example"],
    ["northwind.example", "email", "northwind.example"],
    ["@", "nothing", ""],
    ["", "nothing", ""],
    ["Dr. Weber", "name", "Dr. Weber"],
    ["St.", "name", "St."],
    ["3M", "name", "3M"],
    ["O'Neil", "name", "O'Neil"],
  ])("reads %j as %s %j", (text, by, value) => expect(readSearch(text)).toEqual({ by, value }));

  it("asks by exactly one of them, within the company", () => {
    expect(contactQuery({ text: "0134", company: { id: "n", name: "Northwind" } })).toEqual({
      phone: "0134",
      company_id: "n",
    });
    expect(contactQuery({ text: "", company: undefined })).toEqual({});
  });
});
