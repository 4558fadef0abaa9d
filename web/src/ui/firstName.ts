/** The name to say aloud: "Ask Ana ...". */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] || name;
}
