import { costly, segments } from "./segments";

export const longestText = 1600;

/** How long a text is and in how many parts it goes out, and which characters make it dearer. */
export function Counter({ text, id }: { text: string; id?: string }) {
  const { encoding, count, left } = segments(text);
  const length = [...text].length;
  const over = length > longestText;
  const signs = costly(text).slice(0, 3).join(" ");
  return (
    <span
      id={id}
      className={`soft counter${over ? " tone-bad" : ""}`}
      title={
        encoding === "UCS-2"
          ? `${signs} make it UCS-2: 70 characters in one part, 67 in each of several`
          : "GSM-7: 160 characters in one part, 153 in each of several"
      }
    >
      <span className="figure">{over ? `${length - longestText} too many` : length}</span> ·{" "}
      <span className="figure">{count} SMS</span> · {encoding} · {left} left
    </span>
  );
}
