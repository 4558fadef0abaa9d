import { expect, it } from "vitest";
import { passwordHint } from "./password";

it.each([
  ["", "At least 12 characters; a sentence is good."],
  ["short", "7 characters more."],
  ["eleven char", "One character more."],
  ["🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑", "One character more."],
  ["a sentence is good", "Long enough."],
])("below %j stands %j", (password, hint) => expect(passwordHint(password)).toBe(hint));
