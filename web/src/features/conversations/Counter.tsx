import { costly, segments } from "./segments";

export const longestText = 1600;

/** How many SMS a text costs, in words, and which characters make it dearer. */
export function Counter({ text, id }: { text: string; id?: string }) {
  const { count, left } = segments(text);
  const over = [...text].length - longestText;
  const signs = costly(text).slice(0, 3).join(" ");
  return (
    <span id={id} className={`soft counter${over > 0 ? " tone-bad" : ""}`}>
      {over > 0 ? (
        <span className="figure">{over} characters too many</span>
      ) : (
        <>
          <span className="figure">{count} SMS</span>
          {count > 1 && signs && <>, because of {signs}</>}
          {count === 1 && text !== "" && (
            <>
              {" "}
              · room for <span className="figure">{left}</span> more
              {signs && <>; fewer because of {signs}</>}
            </>
          )}
        </>
      )}
    </span>
  );
}
