/** The chosen theme; `system` follows the machine. It is kept per browser, because it depends on the screen. */
export type Theme = "system" | "light" | "dark";

const place = "countersign.theme";

export function chosenTheme(): Theme {
  try {
    const kept = localStorage.getItem(place);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system"; // Some frames have no access to storage.
  }
}

export function chooseTheme(theme: Theme): void {
  try {
    if (theme === "system") localStorage.removeItem(place);
    else localStorage.setItem(place, theme);
  } catch {
    // The choice then lasts as long as the page.
  }
  showTheme(theme);
}

export function showTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
