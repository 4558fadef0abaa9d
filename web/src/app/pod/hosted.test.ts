import { describe, expect, it } from "vitest";
import { askMember, type Conversation, hear, ready, silent } from "./hosted";

const framed: Conversation = { frameId: "frame-7" };
const says = (message: unknown) => JSON.stringify(message);
const said = (texts: string[]): unknown[] => texts.map((text) => JSON.parse(text));

describe("the Hosted API", () => {
  it("begins with a text that says nothing but ready", () => expect(JSON.parse(ready())).toEqual({ message: "ready" }));

  it("learns its frame and says so in everything after", () => {
    const { next, say } = hear(silent, says({ MessageFrameID: "frame-7" }));
    expect(say).toEqual([]);
    expect(said([askMember(next)])).toEqual([{ hosted_request: "getMemberAuthentication", frameID: "frame-7" }]);
    expect(said(hear(next, says({ event: "beforeSave", _id: 3, data: {} })).say)).toEqual([
      { event: "beforeSave", _id: 3, result: "success", frameID: "frame-7" },
    ]);
  });

  it.each(["onLoad", "beforeSave", "beforeBack", "somethingNew"])(
    "agrees to %s, also before it knows its frame",
    (event) => {
      expect(said(hear(silent, says({ event, _id: "e1" })).say)).toEqual([{ event, _id: "e1", result: "success" }]);
    },
  );

  it.each([
    [
      { screen: "ticket", id: 456, hostedAs: "pod" },
      { screen: "ticket", id: "456" },
    ],
    [
      { screen: "Service", id: "456" },
      { screen: "ticket", id: "456" },
    ],
    [
      { screen: "contact", id: 250 },
      { screen: "contact", id: "250" },
    ],
    [
      { screen: "company", id: 2 },
      { screen: "other", id: "2" },
    ],
    [
      { screen: "ticket", id: 0 },
      { screen: "ticket", id: undefined },
    ],
    [
      { screen: "ticket", id: "../users" },
      { screen: "ticket", id: undefined },
    ],
    [
      { screen: 7, id: {} },
      { screen: "other", id: undefined },
    ],
  ])("reads the record %j", (screenObject, record) =>
    expect(hear(framed, says({ event: "onLoad", _id: 1, data: { screenObject } })).record).toEqual(record),
  );

  it("takes a record from a load alone", () => {
    const data = { screenObject: { screen: "ticket", id: 1 } };
    for (const message of [{ event: "beforeSave", _id: 1, data }, { response: "getscreenobject", data }, { data }])
      expect(hear(framed, says(message)).record).toBeUndefined();
    expect(hear(framed, says({ event: "onLoad", _id: 1, data: "x" })).record).toBeUndefined();
  });

  it("keeps the member's address and no more of who they are", () => {
    const turn = hear(
      framed,
      says({
        response: "getmemberauthentication",
        data: { memberEmail: "sam@bluepeak.example", memberHash: "secret", memberid: "SamP" },
      }),
    );
    expect(turn).toEqual({ next: framed, say: [], email: "sam@bluepeak.example" });
  });

  it.each([{ memberEmail: "sam" }, { memberEmail: 7 }, { memberEmail: `${"a".repeat(250)}@b.example` }, {}, null, "x"])(
    "takes no address from %j",
    (data) => {
      expect(hear(framed, says({ response: "getmemberauthentication", data })).email).toBeUndefined();
    },
  );

  it.each([
    undefined,
    null,
    7,
    { MessageFrameID: "x" },
    "",
    "{",
    "null",
    "[]",
    '"ready"',
    "7",
    says({}),
    says({ MessageFrameID: "" }),
    says({ MessageFrameID: {} }),
    says({ event: 7 }),
    says({ event: "onLoad", pad: "x".repeat(70_000) }),
  ])("says nothing to %j", (text) => {
    expect(hear(framed, text)).toEqual({ next: framed, say: [] });
  });
});
