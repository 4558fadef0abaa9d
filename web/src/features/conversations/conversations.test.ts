import { describe, expect, it } from "vitest";
import type { Message } from "../../api/types";
import { byDay, dayLabel } from "./days";
import { lookingWords, preview, snoozeChoices, waitingLabel, waitsWords, whyNot } from "./labels";
import { automaticLabel, deliveryLabels, mediaLabel } from "./messageLabels";
import { fill, unfilled, withTriggers } from "./placeholders";
import { costly, segments } from "./segments";

describe("segments", () => {
  it.each([
    ["", "GSM-7", 0, 1, 160],
    ["a".repeat(160), "GSM-7", 160, 1, 0],
    ["a".repeat(161), "GSM-7", 161, 2, 145],
    ["a".repeat(306), "GSM-7", 306, 2, 0],
    ["a".repeat(307), "GSM-7", 307, 3, 152],
    ["€".repeat(80), "GSM-7", 160, 1, 0],
    // An escape is never cut: the first part ends one septet short.
    [`${"a".repeat(152)}€${"a".repeat(10)}`, "GSM-7", 164, 2, 141],
    ["ж".repeat(70), "UCS-2", 70, 1, 0],
    ["ж".repeat(71), "UCS-2", 71, 2, 63],
    ["😀".repeat(35), "UCS-2", 70, 1, 0],
    // 33 pairs fill 66 of 67 units.
    ["😀".repeat(36), "UCS-2", 72, 2, 61],
    ["It’s", "UCS-2", 4, 1, 66],
  ] as const)("%j", (text, encoding, units, count, left) =>
    expect(segments(text)).toEqual({ encoding, units, count, left }),
  );
  it("names the characters that make a text dearer", () => expect(costly("It’s 5 € – it’s fine")).toEqual(["’", "–"]));
});

describe("placeholders", () => {
  it("are filled in, and stay in sight where nothing is known", () => {
    const text = fill("Hi ${name}, ${technician} of ${msp} about ${ticket}, ${name}. ${nonsense}", {
      name: "Ana",
      technician: "Sam",
      msp: "Bluepeak",
      ticket: "",
    });
    expect(text).toBe("Hi Ana, Sam of Bluepeak about ${ticket}, Ana. ${nonsense}");
    expect(unfilled(text)).toEqual(["${ticket}", "${nonsense}"]);
  });
  it("are not looked for in what they were filled with", () =>
    expect(fill("${name}", { name: "${msp} $& $1", msp: "no" })).toBe("${msp} $& $1"));
  it("are what the built-in words of clients mean, and no others", () => {
    const text = withTriggers("Answer #Confirm/#deny, write \u201c\uff03verify\u201d. See page#deny and #denying.");
    expect(text).toBe("Answer ${confirm}/${deny}, write \u201c${verify}\u201d. See page#deny and #denying.");
    expect(fill(text, { confirm: "yes", deny: "no", verify: "#who" })).toContain(
      "Answer yes/no, write \u201c#who\u201d.",
    );
  });
});

describe("a message", () => {
  it("shows each status by a sign and a word of its own", () => {
    const shown = Object.entries(deliveryLabels)
      .filter(([status]) => status !== "received")
      .map(([, each]) => each);
    expect(new Set(shown.map((each) => each.word)).size).toBe(shown.length);
    for (const each of shown) expect(each.icon).not.toBe("");
  });
  it("is marked when a machine wrote it", () => {
    expect(automaticLabel({ direction: "outbound", kind: "message" })).toBeUndefined();
    expect(automaticLabel({ direction: "inbound", kind: "inbound" })).toBeUndefined();
    expect(automaticLabel({ direction: "outbound", kind: "conversation_first" })).toBe("Automatic first answer");
    expect(automaticLabel({ direction: "outbound", kind: "something_new" })).toBe("Automatic");
  });
  it("says what is attached", () =>
    expect(["image/jpeg", "application/pdf", "application/x-thing"].map(mediaLabel)).toEqual([
      "Picture",
      "PDF",
      "File",
    ]));
});

describe("days", () => {
  const message = (id: string, at: Date): Message => ({
    id,
    at: at.toISOString(),
    direction: "inbound",
    transport: "sms",
    kind: "inbound",
    body: id,
    status: "received",
  });
  it("part messages, oldest first, by local midnight", () => {
    const days = byDay([
      message("c", new Date(2026, 2, 5, 0, 1)),
      message("b", new Date(2026, 2, 4, 23, 59)),
      message("a", new Date(2026, 2, 4, 8)),
    ]);
    expect(days.map((day) => [day.date, day.messages.map((each) => each.id)])).toEqual([
      ["2026-03-04", ["a", "b"]],
      ["2026-03-05", ["c"]],
    ]);
  });
  it.each([
    ["2026-03-05", "Today"],
    ["2026-03-04", "Yesterday"],
    ["2026-03-02", "Monday 2 March"],
    ["2025-12-24", "Wednesday 24 December 2025"],
  ])("%s is %s", (date, word) =>
    expect(dayLabel(date, new Date(2026, 2, 5, 9).getTime(), "en-GB").replace(",", "")).toBe(word),
  );
});

describe("a conversation", () => {
  it.each([
    [{ their_text: "It burns", last_text: "Bluepeak: thank you" }, "It burns"],
    [{ their_pictures: 1, last_text: "Bluepeak: thank you" }, "A picture"],
    [{ their_pictures: 3 }, "3 pictures"],
    [{ last_text: "Hello Ana" }, "We wrote: Hello Ana"],
    [{}, "Printer"],
  ])("%j is previewed as %s", (said, words) => expect(preview({ subject: "Printer", ...said })).toBe(words));
  it("says how long somebody waits", () => {
    const waiting_since = new Date(0).toISOString();
    expect(waitsWords({ status: "open", waiting_since }, 720_000)).toBe("Waits 12 min");
    expect(waitsWords({ status: "closed", waiting_since }, 720_000)).toBeUndefined();
    expect(waitsWords({ status: "open" }, 720_000)).toBeUndefined();
  });
  it("says who else looks", () => {
    expect(lookingWords([{ name: "Priya" }])).toBe("Priya is looking");
    expect(lookingWords([{ name: "Priya" }, { name: "Tom" }])).toBe("Priya and Tom are looking");
  });
  it.each([
    [new Date(2026, 10, 27, 15), 3],
    [new Date(2026, 10, 29, 15), 2], // a Sunday: tomorrow is Monday
    [new Date(2026, 10, 30, 8), 3],
  ])("is put off to a time ahead, from %s", (now, choices) => {
    const all = snoozeChoices(now.getTime());
    expect(all).toHaveLength(choices);
    for (const each of all) expect(each.until.getTime()).toBeGreaterThan(now.getTime());
    expect(new Set(all.map((each) => each.until.getTime())).size).toBe(choices);
  });
  it.each([
    [{ status: "open", may_write: true }, true, undefined],
    [{ status: "closed", may_write: false }, true, "This conversation is closed."],
    [{ status: "open", may_write: false }, true, "They replied STOP."],
    [{ status: "open", may_write: true }, false, "You may read this, but not write."],
  ] as const)("%j with the right to write: %s", (conversation, may, what) =>
    expect(whyNot(conversation, may)?.what).toBe(what),
  );
  it("counts notes", () =>
    expect([1, 3].map(waitingLabel)).toEqual(["1 note still to be written", "3 notes still to be written"]));
});
