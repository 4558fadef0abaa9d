import type { Ref } from "./types";

export interface ContactFilter {
  text: string;
  company: Ref | undefined;
}

export interface ContactQuery {
  query?: string;
  phone?: string;
  email?: string;
  company_id?: string;
}

/** Reads the text of the search box as part of a number, an e-mail address or domain, or part of a name. */
export function readSearch(text: string): { by: "name" | "phone" | "email" | "nothing"; value: string } {
  const trimmed = text.trim();
  if (trimmed === "") return { by: "nothing", value: "" };
  if (trimmed.includes("@")) {
    const value = trimmed.replace(/^@|@$/g, "");
    return value === "" ? { by: "nothing", value } : { by: "email", value };
  }
  const digits = trimmed.replace(/\D/g, "");
  if (/^[+\d\s().\-/]+$/.test(trimmed))
    return digits.length >= 4
      ? { by: "phone", value: trimmed.startsWith("+") ? `+${digits}` : digits }
      : { by: "nothing", value: "" };
  if (/^[^\s.]+(\.[^\s.]+)*\.[a-z]{2,}$/i.test(trimmed)) return { by: "email", value: trimmed };
  return { by: "name", value: trimmed };
}

export function contactQuery(filter: ContactFilter): ContactQuery {
  const { by, value } = readSearch(filter.text);
  return {
    ...(by === "name" ? { query: value } : by === "phone" ? { phone: value } : by === "email" ? { email: value } : {}),
    ...(filter.company ? { company_id: filter.company.id } : {}),
  };
}

/** How the search was understood, for the chip beside it. */
export function understood(text: string): string | undefined {
  const { by, value } = readSearch(text);
  switch (by) {
    case "phone":
      return `Number ends in ${value}`;
    case "email":
      return `E-mail ${value}`;
    case "name":
      return undefined;
    case "nothing":
      return text.trim() === "" ? undefined : text.includes("@") ? undefined : "Type at least four digits of a number";
  }
}
