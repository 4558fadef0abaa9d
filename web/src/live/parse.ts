export interface ServerEvent {
  id: string | undefined;
  event: string;
  data: string;
}

/** A parser of text/event-stream (WHATWG HTML, 9.2.6) that is fed text as it arrives. */
export class EventStreamParser {
  #rest = "";
  #started = false;
  #event = "";
  #data: string[] = [];
  #lastId: string | undefined;

  feed(text: string): ServerEvent[] {
    let all = this.#rest + text;
    if (!this.#started && all.length > 0) {
      this.#started = true;
      if (all.startsWith("\uFEFF")) all = all.slice(1);
    }
    const done: ServerEvent[] = [];
    let from = 0;
    for (;;) {
      const end = lineEnd(all, from);
      if (!end) break;
      const event = this.#line(all.slice(from, end.at));
      if (event) done.push(event);
      from = end.next;
    }
    this.#rest = all.slice(from);
    return done;
  }

  #line(line: string): ServerEvent | undefined {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    if (colon === 0) return undefined;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#event = value;
    else if (name === "data") this.#data.push(value);
    else if (name === "id" && !value.includes("\0")) this.#lastId = value;
    return undefined;
  }

  #dispatch(): ServerEvent | undefined {
    const event = { id: this.#lastId, event: this.#event || "message", data: this.#data.join("\n") };
    const empty = this.#data.length === 0 && this.#event === "";
    this.#event = "";
    this.#data = [];
    return empty ? undefined : event;
  }
}

/** The next end of line: CR LF, LF or CR. A CR at the very end may be half of a CR LF and waits. */
function lineEnd(text: string, from: number): { at: number; next: number } | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\n") return { at, next: at + 1 };
    if (text[at] === "\r") {
      if (at + 1 === text.length) return undefined;
      return { at, next: text[at + 1] === "\n" ? at + 2 : at + 1 };
    }
  }
  return undefined;
}
