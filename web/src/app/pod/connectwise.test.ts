import { describe, expect, it } from "vitest";
import { type HostState, initialState, memberRequest, readyMessage, receive } from "./connectwise";

const framed: HostState = { frameId: "frame-7" };
const says = (message: unknown) => JSON.stringify(message);
const said = (texts: string[]): unknown[] => texts.map((text) => JSON.parse(text));

describe("the Hosted API", () => {
  it("begins with a text that says nothing but ready", () =>
    expect(JSON.parse(readyMessage())).toEqual({ message: "ready" }));

  it("learns its frame and says so in everything after", () => {
    const { next, replies } = receive(initialState, says({ MessageFrameID: "frame-7" }));
    expect(replies).toEqual([]);
    expect(said([memberRequest(next)])).toEqual([{ hosted_request: "getMemberAuthentication", frameID: "frame-7" }]);
    expect(said(receive(next, says({ event: "beforeSave", _id: 3, data: {} })).replies)).toEqual([
      { event: "beforeSave", _id: 3, result: "success", frameID: "frame-7" },
    ]);
  });

  it.each(["onLoad", "beforeSave", "beforeBack", "somethingNew"])(
    "agrees to %s, also before it knows its frame",
    (event) => {
      expect(said(receive(initialState, says({ event, _id: "e1" })).replies)).toEqual([
        { event, _id: "e1", result: "success" },
      ]);
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
    expect(receive(framed, says({ event: "onLoad", _id: 1, data: { screenObject } })).record).toEqual(record),
  );

  it("takes a record from a load alone", () => {
    const data = { screenObject: { screen: "ticket", id: 1 } };
    for (const message of [{ event: "beforeSave", _id: 1, data }, { response: "getscreenobject", data }, { data }])
      expect(receive(framed, says(message)).record).toBeUndefined();
    expect(receive(framed, says({ event: "onLoad", _id: 1, data: "x" })).record).toBeUndefined();
  });

  it("keeps the member's address and no more of who they are", () => {
    const turn = receive(
      framed,
      says({
        response: "getmemberauthentication",
        data: { memberEmail: "sam@bluepeak.example", memberHash: "secret", memberid: "SamP" },
      }),
    );
    expect(turn).toEqual({ next: framed, replies: [], email: "sam@bluepeak.example" });
  });

  it.each([{ memberEmail: "sam" }, { memberEmail: 7 }, { memberEmail: `${"a".repeat(250)}@b.example` }, {}, null, "x"])(
    "takes no address from %j",
    (data) => {
      expect(receive(framed, says({ response: "getmemberauthentication", data })).email).toBeUndefined();
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
    expect(receive(framed, text)).toEqual({ next: framed, replies: [] });
  });
});
