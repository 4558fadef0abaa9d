/** The largest logo that the API takes. */
export const largestLogo = 10 * 1024;
const kinds = ["image/png", "image/jpeg", "image/webp"];

/** A chosen file as a data URL, or why not. */
export async function readLogo(file: File): Promise<{ logo: string } | { complaint: string }> {
  if (!kinds.includes(file.type)) return { complaint: "That is not a PNG, JPEG or WebP picture." };
  if (file.size > largestLogo)
    return {
      complaint: `That picture has ${Math.ceil(file.size / 1024)} KB; at most 10 KB fit into every mail. Make it smaller, about 240 px wide.`,
    };
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { logo: `data:${file.type};base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}` };
}
