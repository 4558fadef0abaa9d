import { describe, expect, it } from "vitest";
import type { ChannelOption, Verification } from "../../api/types";
import { clockTime } from "../../time/relative";
import { firstName } from "../../ui/firstName";
import { channelsByContactPoint, closedBecause, others, partlyClosedBecause } from "./channels";
import { codeInput, emptyCode, readyToSubmit } from "./codeInput";
import { describeRecord } from "./describeRecord";
import { enoughWords, sendWords, summary } from "./labels";
import { settle, stageOf } from "./stage";
import { found, lost } from "./TypedTicket";
import { timelineEntries } from "./timelineEntries";

const noon = Date.parse("2026-11-20T12:00:00Z");
const at = (seconds: number) => new Date(noon + seconds * 1000).toISOString();
const open: Verification = {
  id: "v",
  status: "pending",
  channel: "sms_code",
  sent_to: "+1 415 ••• ••34",
  expires_at: at(300),
  ends_at: at(1800),
  attempts_remaining: 5,
  joined: false,
  leader: "Sam",
  leading: true,
  assurance: "low",
  sends: [{ number: 1, channel: "sms_code", masked: "+1 415 ••• ••34", status: "delivered", at: at(1) }],
  contact: { id: "c", name: "Ana Torres" },
  company: { id: "n", name: "Northwind" },
  opened_at: at(0),
};

describe("stage", () => {
  it.each([
    ["ask-code", {}, 0],
    ["ask-link", { channel: "sms_link" }, 0],
    ["ask-link", { channel: "email_link" }, 0],
    ["ask-code", { channel: "voice_code" }, 299],
    ["lapsed", {}, 300],
    ["lapsed", { channel: "sms_link" }, 301],
    ["watch", { leading: false }, 0],
    ["watch", { leading: false }, 400],
    ["ended", { status: "approved" }, 0],
    ["ended", { status: "denied", leading: false }, 0],
  ] as const)("is %s for %j after %d s", (stage, change, seconds) =>
    expect(stageOf({ ...open, ...change }, noon + seconds * 1000)).toBe(stage),
  );

  it("never goes back from an end", () => {
    expect(settle({ ...open, status: "approved" }, open).status).toBe("approved");
    expect(settle({ ...open, status: "approved" }, { ...open, id: "next" }).status).toBe("pending");
    expect(settle({ ...open, status: "approved" }, { ...open, status: "denied" }).status).toBe("denied");
    expect(settle(open, { ...open, status: "approved" }).status).toBe("approved");
  });
});

describe("code boxes", () => {
  const typed = (text: string, length = 6) => codeInput(emptyCode, { kind: "typed", text, length });
  it.each([
    ["402913", "402913"],
    ["402 913", "402913"],
    ["Your code is 402-913.", "402913"],
    ["4029139", "402913"],
    ["４０２９１３", "402913"],
    ["abc", ""],
    ["", ""],
  ])("reads %j as %j", (text, digits) => expect(typed(text).digits).toBe(digits));

  it("hands in a full code once", () => {
    const full = typed("402913");
    expect(readyToSubmit(full, 6)).toBe(true);
    expect(readyToSubmit(codeInput(full, { kind: "submitted" }), 6)).toBe(false);
    expect(readyToSubmit(typed("40291"), 6)).toBe(false);
    expect(readyToSubmit(typed("402913", 8), 8)).toBe(false);
  });
  it("is empty after a refusal, and may take the same digits again", () => {
    const refused = codeInput(codeInput(typed("111111"), { kind: "submitted" }), { kind: "refused" });
    expect(refused.digits).toBe("");
    expect(readyToSubmit(codeInput(refused, { kind: "typed", text: "111111", length: 6 }), 6)).toBe(true);
  });
  it("complains only when asked with too few", () => {
    expect(codeInput(typed("40"), { kind: "enter", length: 6 }).complaint).toBe("short");
    expect(codeInput(typed("402913"), { kind: "enter", length: 6 }).complaint).toBe("");
    expect(codeInput({ ...typed("40"), complaint: "short" }, { kind: "typed", text: "402", length: 6 }).complaint).toBe(
      "",
    );
  });
});

describe("ways", () => {
  const option = (channel: ChannelOption["channel"], change: Partial<ChannelOption>): ChannelOption => ({
    channel,
    available: true,
    assurance: "low",
    ...change,
  });
  it("groups by address, open before closed, in the policy's order", () => {
    const points = channelsByContactPoint([
      option("sms_code", { available: false, address_id: "m", kind: "mobile", reason: "Said STOP" }),
      option("email_code", { address_id: "e", kind: "email" }),
      option("sms_link", { available: false, address_id: "m", kind: "mobile", reason: "Said STOP" }),
      option("email_link", { address_id: "e", kind: "email" }),
      option("voice_code", { available: false, kind: "phone", reason: "No number on file" }),
    ]);
    expect(points.map((point) => point.key)).toEqual(["e", "m", "phone"]);
    expect(points[0]!.open.map((each) => each.channel)).toEqual(["email_code", "email_link"]);
    expect(points.slice(1).map(closedBecause)).toEqual(["Said STOP", "No number on file"]);
  });
  it("says why a part is closed, but not what the policy leaves out", () => {
    const [point] = channelsByContactPoint([
      option("voice_code", { address_id: "m" }),
      option("sms_code", { address_id: "m", available: false, reason: "Said STOP", reason_code: "opted_out" }),
      option("sms_link", {
        address_id: "m",
        available: false,
        reason: "Not in the policy",
        reason_code: "not_in_policy",
      }),
    ]);
    expect(partlyClosedBecause(point!)).toBe("Said STOP");
  });
  it("says on the viewer's own clock until when codes are closed", () => {
    const until = at(300);
    const [point] = channelsByContactPoint([
      option("sms_link", { address_id: "m" }),
      option("sms_code", {
        address_id: "m",
        available: false,
        reason: "Codes are closed until 12:05 UTC after too many wrong ones; a link works",
        reason_code: "codes_closed",
        until,
      }),
    ]);
    expect(partlyClosedBecause(point!)).toBe(
      `Codes are closed until ${clockTime(until)} after too many wrong ones; a link works`,
    );
  });
  it("offers every way but the one that is on", () => {
    const all = [
      option("voice_code", { address_id: "m" }),
      option("voice_code", { address_id: "p" }),
      option("sms_code", { address_id: "m" }),
    ];
    expect(
      others(all, { channel: "voice_code", address_id: "m" }).map((each) => `${each.channel} ${each.address_id}`),
    ).toEqual(["voice_code p", "sms_code m"]);
    expect(others(all, { channel: "sms_code" }).map((each) => each.channel)).toEqual(["voice_code", "voice_code"]);
  });
});

describe("words", () => {
  it("tells what happened in order", () => {
    const told = timelineEntries({
      ...open,
      attempts: [{ number: 1, accepted: false, at: at(40) }],
      sends: [...open.sends, { number: 2, channel: "email_code", masked: "a•••@x", status: "unknown", at: at(20) }],
    });
    expect(told.map((moment) => moment.words)).toEqual([
      "SMS code to +1 415 ••• ••34 delivered",
      "E-mail code to a•••@x may or may not have gone out",
      "Wrong code (try 1)",
    ]);
    expect(told.map((moment) => moment.tone)).toEqual(["ok", "warn", "bad"]);
  });
  it.each([
    ["voice_code", "delivered", undefined, "was picked up, and its key pressed"],
    ["voice_code", "failed", "Nobody pressed a key", "did not get through: Nobody pressed a key"],
    ["call_back", "sent", undefined, "rang"],
    ["voice_code", "failed", "Nobody picked up", "did not get through: Nobody picked up"],
    ["email_code", "failed", "Replied STOP", "could not be delivered: Replied STOP"],
  ] as const)("says of a %s that is %s what really happened", (channel, status, reason, words) =>
    expect(sendWords({ channel, status, ...(reason ? { reason } : {}) })).toBe(words),
  );
  it.each([
    [{ status: "approved" }, "Ana Torres was verified"],
    [{ status: "denied", reason_code: "not_me" }, "Ana said: this was not me"],
    [{ status: "denied", reason_code: "too_many_attempts" }, "Denied after too many wrong codes"],
    [{ status: "expired" }, "Nobody was verified: time ran out"],
  ] as const)("tells %j afterwards, whoever reads it", (change, title) => {
    const told = describeRecord({ ...open, ...change, leading: false });
    expect(told.title).toBe(title);
    expect(told.meaning).not.toMatch(/your line/);
  });
  it("says an impostor's denial as what it is", () =>
    expect(summary({ ...open, status: "denied", reason_code: "not_me" })).toContain("This was not me"));
  it("takes the first name", () =>
    expect([firstName("Ana Torres"), firstName("  Cher "), firstName("")]).toEqual(["Ana", "Cher", ""]));
});

describe("what was proven", () => {
  it.each([
    ["medium", undefined, "Medium assurance."],
    ["medium", "", "Medium assurance. Northwind sets no least assurance."],
    ["low", "", "Low assurance: enough where little can be lost. Northwind sets no least assurance."],
    ["medium", "medium", "Medium assurance: enough at Northwind, which asks for at least medium."],
    ["high", "medium", "High assurance: enough at Northwind, which asks for at least medium."],
    [
      "low",
      "medium",
      "Low assurance: not enough at Northwind, which asks for at least medium. Verify by a stronger way.",
    ],
  ] as const)("%s where %j is asked for", (proven, least, words) =>
    expect(enoughWords(proven, least, "Northwind")).toBe(words),
  );
});

describe("a ticket that is typed", () => {
  it.each([
    [{ summary: "Printer", closed: false, company_id: "1" }, "", "Printer"],
    [{ summary: "Printer", closed: true, company_id: "1" }, "tone-warn", "Printer (closed)"],
    [
      { summary: "Printer", closed: false, company_id: "2", company: "Harbor" },
      "tone-warn",
      "Printer. It belongs to Harbor",
    ],
  ])("%j", (ticket, tone, words) => expect(found(ticket, "1")).toEqual({ tone, words }));
  it("is told apart from one that cannot be looked at", () => {
    expect(lost(404).words).toBe("No such ticket: choose another");
    expect(lost(503).words).toContain("cannot be looked at now");
  });
});
