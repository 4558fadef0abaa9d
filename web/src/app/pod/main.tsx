import "@fontsource-variable/inter/wght.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiProvider } from "../../api/ApiContext";
import { makeApi } from "../../api/client";
import { makeQueryClient } from "../../api/queryClient";
import "../../theme/tokens.css";
import "../../theme/base.css";
import "../../ui/ui.css";
import { chosenTheme, showTheme } from "../../theme/theme";
import { showClippedTitles } from "../../ui/clippedTitles";
import { ErrorBoundary } from "../../ui/ErrorScreen";
import { BearerProvider } from "./BearerContext";
import { Bearer } from "./bearer";
import { FrameProvider } from "./FrameContext";
import { Frame } from "./frame";
import { readHost } from "./host";
import { takeLaunchParams } from "./launchParams";
import "./pod.css";
import { PodApp } from "./PodApp";

showTheme(chosenTheme());
showClippedTitles(document);

const launchParams = takeLaunchParams(window.location, window.history);
const host = readHost(document);
const frame = new Frame(window, host);
frame.start();
const queries = makeQueryClient();
const bearer = new Bearer(host.integrationId);
// A bearer that ran out while the machine slept is renewed, and what it asked for is asked again.
const api = makeApi({
  bearer: bearer.current,
  onSignedOut: () =>
    void bearer.refresh().then((renewed) => {
      if (renewed) void queries.invalidateQueries();
    }),
});

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <BearerProvider bearer={bearer}>
      <ApiProvider api={api}>
        <QueryClientProvider client={queries}>
          <FrameProvider frame={frame}>
            <ErrorBoundary>
              <PodApp launchParams={launchParams} />
            </ErrorBoundary>
          </FrameProvider>
        </QueryClientProvider>
      </ApiProvider>
    </BearerProvider>
  </StrictMode>,
);
