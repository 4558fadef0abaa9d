/** What of an element says whether its text is cut off. */
type Clipped = Pick<HTMLElement, "scrollWidth" | "clientWidth" | "textContent">;

/** The whole text of an element that shows only its beginning; undefined where all of it is seen. */
export function wholeText(element: Clipped): string | undefined {
  return element.scrollWidth > element.clientWidth ? element.textContent?.trim() || undefined : undefined;
}

/** Lets whatever is cut off show whole when it is pointed at, unless it has words of its own for that. */
export function showClippedTitles(document: Document): void {
  document.addEventListener("pointerover", (event) => {
    const clipped = event.target instanceof Element ? event.target.closest<HTMLElement>(".clip") : null;
    if (!clipped || (clipped.title && clipped.dataset.whole === undefined)) return;
    const whole = wholeText(clipped);
    clipped.title = whole ?? "";
    clipped.dataset.whole = "";
  });
}
