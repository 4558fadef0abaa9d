import { expect, test } from "vitest";
import { isDocument, template, textOf } from "./readList";

const bytes = (...of: number[]) => new Uint8Array(of).buffer as ArrayBuffer;

test("files are read as spreadsheets save them", () => {
  expect(textOf(new TextEncoder().encode("name,Ren\u00e9").buffer as ArrayBuffer)).toBe("name,Ren\u00e9");
  expect(textOf(bytes(0xff, 0xfe, 0x41, 0, 0xe9, 0))).toBe("A\u00e9");
  expect(textOf(bytes(0xfe, 0xff, 0, 0x41, 0, 0xe9))).toBe("A\u00e9");
  expect(textOf(bytes(0x52, 0xe9))).toBe("R\u00e9");
  expect(textOf(bytes())).toBe("");
});

test("a workbook is no list", () => {
  expect(isDocument(bytes(0x50, 0x4b, 3, 4))).toBe(true);
  expect(isDocument(bytes(0xd0, 0xcf, 0x11, 0xe0))).toBe(true);
  expect(isDocument(new TextEncoder().encode(template).buffer as ArrayBuffer)).toBe(false);
  expect(isDocument(bytes())).toBe(false);
});
