import "@fontsource-variable/inter/wght.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiProvider } from "../api/ApiContext";
import { makeApi } from "../api/client";
import { makeQueryClient } from "../api/queries";
import "../look/tokens.css";
import "../look/base.css";
import "../look/parts.css";
import { chosenTheme, showTheme } from "../look/theme";
import { Boundary } from "../parts/Broken";
import { Bearer } from "./bearer";
import { BearerProvider } from "./BearerContext";
import { Frame } from "./frame";
import { FrameProvider } from "./FrameContext";
import { takeGiven } from "./given";
import { readHost } from "./host";
import "./pod.css";
import { PodApp } from "./PodApp";

showTheme(chosenTheme());

const given = takeGiven(window.location, window.history);
const frame = new Frame(window, readHost(document));
frame.start();
const queries = makeQueryClient();
const bearer = new Bearer();
// A bearer that ran out while the machine slept is renewed, and what it asked for is asked again.
const api = makeApi({ bearer: bearer.current, onSignedOut: () => void bearer.refresh().then((renewed) => { if (renewed) void queries.invalidateQueries(); }) });

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <BearerProvider bearer={bearer}>
      <ApiProvider api={api}>
        <QueryClientProvider client={queries}>
          <FrameProvider frame={frame}><Boundary><PodApp given={given} /></Boundary></FrameProvider>
        </QueryClientProvider>
      </ApiProvider>
    </BearerProvider>
  </StrictMode>,
);
