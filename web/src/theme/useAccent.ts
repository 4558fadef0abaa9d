import { useLayoutEffect } from "react";
import { accents } from "./accent";

/** Paints the page in the MSP's accent. */
export function useAccent(colour: string | undefined): void {
  useLayoutEffect(() => {
    const fitted = colour ? accents(colour) : undefined;
    const style = document.documentElement.style;
    if (!fitted) return;
    style.setProperty("--brand", `light-dark(${fitted.light.fill}, ${fitted.dark.fill})`);
    style.setProperty("--brand-ink", `light-dark(${fitted.light.ink}, ${fitted.dark.ink})`);
    style.setProperty("--brand-text", `light-dark(${fitted.light.text}, ${fitted.dark.text})`);
  }, [colour]);
}
