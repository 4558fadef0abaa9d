import { describe, expect, it } from "vitest";
import { covers } from "./host";

describe("who is listened to", () => {
  const ours = ["https://psa.bluepeak.example:8443", "https://*.myconnectwise.net", "http://localhost:*"];
  it.each([
    "https://psa.bluepeak.example:8443",
    "https://na.myconnectwise.net",
    "https://NA.MyConnectWise.net",
    "https://a.b.myconnectwise.net",
    "http://localhost:4711",
    "http://localhost",
  ])("%s", (origin) => expect(covers(ours, origin)).toBe(true));
  it.each([
    "https://psa.bluepeak.example",
    "http://psa.bluepeak.example:8443",
    "https://myconnectwise.net",
    "https://evilmyconnectwise.net",
    "https://na.myconnectwise.net.evil.example",
    "http://na.myconnectwise.net",
    "https://na.myconnectwise.net:444",
    "https://*.myconnectwise.net",
    "http://localhost:*",
    "https://localhost:4711",
    "null",
    "",
    "file://",
    "https://na.myconnectwise.net/x",
  ])("not %s", (origin) => expect(covers(ours, origin)).toBe(false));
  it("is nobody when nobody is named", () => expect(covers([], "https://na.myconnectwise.net")).toBe(false));
  it("takes no keyword for an origin", () =>
    expect(covers(["*", "'self'", "https:"], "https://na.myconnectwise.net")).toBe(false));
});
