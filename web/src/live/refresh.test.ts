import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keys } from "../api/keys";
import type { Contact } from "../api/types";
import { eventApplier } from "./apply";
import { throttled } from "./refresh";

const contact = (id: string, open?: string): Contact => ({
  id,
  name: id,
  company: { id: "n", name: "Northwind" },
  shields: [],
  open_verification_id: open,
});
const updated = (id: string) => ({
  id: "1",
  event: "verification.updated",
  data: JSON.stringify({ id: "v", contact_id: id }),
});

describe("events", () => {
  it("renew one row of a list, and only of a list that shows it", async () => {
    const client = new QueryClient();
    const read = vi.fn(async (id: string) => contact(id, "v"));
    client.setQueryData([...keys.contacts, {}], {
      pages: [{ items: [contact("ana"), contact("ben")] }],
      pageParams: [""],
    });
    const apply = eventApplier(client, read);
    apply(updated("ana"));
    apply(updated("stranger"));
    await vi.waitFor(() =>
      expect(
        client
          .getQueryData<{ pages: { items: Contact[] }[] }>([...keys.contacts, {}])!
          .pages[0]!.items.map((each) => each.open_verification_id),
      ).toEqual(["v", undefined]),
    );
    expect(read.mock.calls).toEqual([["ana"]]);
  });

  it("read once more when one arrived during the reading", async () => {
    const client = new QueryClient();
    client.setQueryData(keys.contact("ana"), contact("ana"));
    const answers: ((contact: Contact) => void)[] = [];
    const apply = eventApplier(client, () => new Promise((answer) => answers.push(answer)));
    apply(updated("ana"));
    apply(updated("ana"));
    apply(updated("ana"));
    expect(answers).toHaveLength(1);
    answers[0]!(contact("ana"));
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]!(contact("ana", "v"));
    await vi.waitFor(() => expect(client.getQueryData<Contact>(keys.contact("ana"))!.open_verification_id).toBe("v"));
    expect(answers).toHaveLength(2);
  });

  it("of clients who write in renew what shows them, and nothing else", () => {
    const client = new QueryClient();
    const stale = (key: readonly unknown[]) => client.getQueryState(key)!.isInvalidated;
    const kept = {
      r: keys.technicianVerification("r"),
      other: keys.technicianVerification("other"),
      requests: [...keys.technicianVerifications, "open", ""],
      c: keys.conversation("c"),
      messages: keys.conversationMessages("c"),
      conversations: [...keys.conversations, "open"],
      ticket: keys.conversationTicket("c"),
      unknown: keys.unknownSenders,
    };
    for (const key of Object.values(kept)) client.setQueryData(key, {});
    const apply = eventApplier(client, async (id) => contact(id));
    const said = () =>
      Object.entries(kept)
        .filter(([, key]) => stale(key))
        .map(([name]) => name);
    apply({ id: "1", event: "technician-verification.updated", data: '{"id":"r"}' });
    expect(said()).toEqual(["r", "requests"]);
    apply({ id: "2", event: "conversation.updated", data: '{"id":"c"}' });
    expect(said()).toEqual(["r", "requests", "c", "messages", "conversations", "ticket"]);
    apply({ id: "3", event: "unknown-sender.heard", data: '{"id":"u"}' });
    expect(said()).toContain("unknown");
    expect(said()).not.toContain("other");
  });

  it("of PSAs renew what shows them, and a ticket list only for a person in it", () => {
    const client = new QueryClient();
    const stale = (key: readonly unknown[]) => client.getQueryState(key)!.isInvalidated;
    const kept = {
      integration: keys.integration("i"),
      syncs: keys.syncs("i"),
      defaults: keys.ticketDefaults,
      writes: [...keys.ticketWrites, "list"],
      tickets: [...keys.tickets, {}],
      points: keys.contactPoints("ana"),
    };
    for (const key of Object.values(kept)) client.setQueryData(key, {});
    client.setQueryData(kept.tickets, { items: [{ contact_id: "ana" }] });
    const apply = eventApplier(client, async (id) => contact(id));
    const said = () =>
      Object.entries(kept)
        .filter(([, key]) => stale(key))
        .map(([name]) => name);
    apply({ id: "1", event: "contact.updated", data: '{"id":"ben"}' });
    expect(said()).toEqual([]);
    apply({ id: "2", event: "integration.updated", data: '{"id":"i"}' });
    expect(said()).toEqual(["integration", "syncs"]);
    apply({ id: "3", event: "ticket-default.updated", data: '{"id":"d"}' });
    expect(said()).toEqual(["integration", "syncs", "defaults"]);
    apply(updated("ana"));
    expect(said()).toEqual(["integration", "syncs", "defaults", "tickets", "points"]);
    apply({ id: "4", event: "ticket-write.updated", data: '{"id":"w"}' });
    expect(said()).toContain("writes");
  });

  it("that come during a first reading cause another", async () => {
    const client = new QueryClient();
    const answers: ((rows: string[]) => void)[] = [];
    const leave = new QueryObserver(client, {
      queryKey: keys.unknownSenders,
      queryFn: () => new Promise<string[]>((answer) => answers.push(answer)),
    }).subscribe(() => {});
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    eventApplier(client, async (id) => contact(id))({ id: "1", event: "unknown-sender.heard", data: '{"id":"u"}' });
    answers[0]!([]);
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]!(["u"]);
    await vi.waitFor(() => expect(client.getQueryData(keys.unknownSenders)).toEqual(["u"]));
    expect(answers).toHaveLength(2);
    leave();
  });

  it("throw everything away on resync, and survive nonsense", async () => {
    const client = new QueryClient();
    client.setQueryData(keys.verification("v"), {});
    client.setQueryData(keys.branding, {});
    const apply = eventApplier(client, async (id) => contact(id));
    expect(apply({ id: undefined, event: "verification.updated", data: "no json" })).toEqual({});
    expect(client.getQueryState(keys.branding)!.isInvalidated).toBe(false);
    apply({ id: undefined, event: "resync", data: "{}" });
    expect(client.getQueryState(keys.branding)!.isInvalidated).toBe(true);
  });
});

describe("throttled", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  it("runs at once, then gathers", () => {
    const work = vi.fn();
    const run = throttled(work, 500);
    run();
    run();
    run();
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(500);
    expect(work).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(2000);
    expect(work).toHaveBeenCalledTimes(2);
    run();
    expect(work).toHaveBeenCalledTimes(3);
  });
});
