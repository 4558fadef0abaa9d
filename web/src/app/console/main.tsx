import "@fontsource-variable/inter/wght.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiProvider } from "../../api/ApiContext";
import { makeApi } from "../../api/client";
import { keys } from "../../api/keys";
import { makeQueryClient } from "../../api/queryClient";
import "../../theme/tokens.css";
import "../../theme/base.css";
import "../../ui/ui.css";
import "../../ui/screen.css";
import "../../ui/list.css";
import { prove } from "../../session/proof";
import { chosenTheme, showTheme } from "../../theme/theme";
import { showClippedTitles } from "../../ui/clippedTitles";
import { Toasts } from "../../ui/Toasts";
import { router } from "./router";

showTheme(chosenTheme());
showClippedTitles(document);

const queries = makeQueryClient();
// When the session ends, the sign-in appears on the current page.
const api = makeApi({ onSignedOut: () => queries.setQueryData(keys.session, null), prove });

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <ApiProvider api={api}>
      <QueryClientProvider client={queries}>
        <Toasts>
          <RouterProvider router={router} />
        </Toasts>
      </QueryClientProvider>
    </ApiProvider>
  </StrictMode>,
);
